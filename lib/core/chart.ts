import { ApiObject, Chart as Cdk8sChart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { refuse } from './refusal.js';
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

export interface ChartProps {
  /** The installation its components belong to. */
  readonly site: SiteProps;
}

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
      "make it in new Chart(app, id, { site }) of 'cdk8s-observability', not of 'cdk8s'",
    );
  }

  /** Whether a construct is a chart of this kind: cdk8s makes `instanceof` true of every chart. */
  static knowsSite(construct: IConstruct): construct is Chart {
    return Cdk8sChart.isChart(construct) && 'site' in construct;
  }

  readonly site: Site;

  constructor(scope: Construct, id: string, props: ChartProps) {
    super(scope, id);
    this.site = completeSite(props.site);
  }

  /** Its objects, sorted. An empty ConfigMap is a spare slot that nothing filled: it is not written. */
  manifests(): readonly { readonly path: string; readonly manifest: Manifest }[] {
    return this.node
      .findAll()
      .filter((c): c is ApiObject => ApiObject.isApiObject(c))
      .map((object) => ({ path: object.node.path, manifest: object.toJson() as Manifest }))
      .filter(({ manifest }) => manifest.kind !== 'ConfigMap' || manifest.data !== undefined)
      .sort((a, b) => (sortKey(a.manifest) < sortKey(b.manifest) ? -1 : 1));
  }

  override toJson(): Manifest[] {
    return this.manifests().map(({ manifest }) => manifest);
  }
}
