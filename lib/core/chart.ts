import { ApiObject, Chart as Cdk8sChart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { refusal, refuse } from '../model/refusal.js';
import { site as completeSite, type Site, type SiteProps } from './site.js';

/** One Kubernetes object as it is written. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What a chart must know. */
export interface ChartProps {
  /** The installation its components belong to. */
  readonly site: SiteProps;
}

/** Writes objects that are known to exist only when all is wired: one for each Secret that is read. */
export interface ILateObjects {
  readonly lateObjects: () => readonly Manifest[];
}

/** An object, and where it comes from. */
export interface Placed {
  readonly path: string;
  readonly manifest: Manifest;
}

const fromHere = "new Chart(app, id, { site }) of 'cdk8s-observability', not of 'cdk8s'";

const isSpareSlot = ({ kind, data, binaryData }: Manifest): boolean =>
  kind === 'ConfigMap' && data === undefined && binaryData === undefined;
/** What must exist before the rest refers to it comes first in a file. */
const ranks = [
  'Namespace',
  'ServiceAccount',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'ConfigMap',
  'Service',
];
const rank = (kind: string): string => {
  const at = ranks.indexOf(kind);
  return at === -1 ? '99' : String(at).padStart(2, '0');
};
const isLate = (construct: IConstruct): construct is IConstruct & ILateObjects =>
  'lateObjects' in construct;
const sortKey = (m: Manifest): string =>
  [rank(m.kind), m.metadata.namespace ?? '', m.kind, m.metadata.name].join(' ');

/**
 * One file of manifests. Knows the site, so that components need not be told, and writes its objects in
 * the order of their identity: the order of wiring never shows.
 *
 * @example
 * const logs = new Chart(app, '20-logs', { site: { cluster: 'prod-1' } });
 * new Loki(logs, 'loki');
 */
export class Chart extends Cdk8sChart {
  /** The site of the chart that a construct stands in. */
  static siteOf(construct: Construct): Site {
    const chart = construct.node.scopes.find((scope) => Chart.knowsSite(scope));
    if (chart) return chart.site;
    return refuse(
      construct.node.path,
      'stands in no chart that knows its site',
      `make it in ${fromHere}`,
    );
  }

  /** Whether a construct is a chart of this kind: cdk8s makes `instanceof` true of every chart. */
  static knowsSite(construct: IConstruct): construct is Chart {
    return Cdk8sChart.isChart(construct) && 'site' in construct;
  }

  /** @internal What is wrong with a chart by its place in the tree: its objects would be lost, or doubled. */
  static faults(construct: IConstruct): readonly string[] {
    if (!Cdk8sChart.isChart(construct)) return [];
    const { path, scopes } = construct.node;
    return [
      ...(Chart.knowsSite(construct)
        ? []
        : [refusal(path, 'is a chart that knows no site', `make it as ${fromHere}`)]),
      ...(scopes.filter(Cdk8sChart.isChart).length > 1
        ? [refusal(path, 'stands in another chart', 'make it in the app, or in a Construct of it')]
        : []),
    ];
  }

  readonly site: Site;

  constructor(scope: Construct, id: string, props: ChartProps) {
    super(scope, id);
    this.site = completeSite(props.site);
  }

  /** Its objects, sorted. A ConfigMap without data is a spare slot that nothing filled: it is not written. */
  manifests(): readonly Placed[] {
    const all = this.node.findAll();
    const early = all
      .filter((c): c is ApiObject => ApiObject.isApiObject(c))
      // The edge to cdk8s, which says `any` of what every object has.
      .map((object) => ({ path: object.node.path, manifest: object.toJson() as Manifest }))
      .filter(({ manifest }) => !isSpareSlot(manifest));
    const late = all
      .filter(isLate)
      .flatMap((c) => c.lateObjects().map((manifest) => ({ path: c.node.path, manifest })));
    return [...early, ...late].sort((a, b) => (sortKey(a.manifest) < sortKey(b.manifest) ? -1 : 1));
  }

  override toJson(): Manifest[] {
    return this.manifests().map(({ manifest }) => manifest);
  }
}
