import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  type Check,
  type Checks,
  Component,
  type ComponentProps,
  componentChecks,
  type Dashboard,
  didYouMean,
  type IDashboardSource,
  type IObjectMetrics,
  type IRuleSource,
  type IScrapeTarget,
  images,
  isArgument,
  isNamespace,
  isText,
  listOf,
  type RuleContext,
  type ScrapeTarget,
  Workload,
} from '../core/index.js';
import { dropLabels } from '../model/relabel.js';
import {
  allCollectors,
  type Collector,
  defaultCollectors,
  isClusterWide,
  permissionOf,
} from './collectors.js';
import { kubeStateMetricsDashboard } from './dashboard.js';
import { type Allowlist, kubeStateMetricsArgs } from './flags.js';
import { noise } from './noise.js';
import { kubeStateMetricsRules } from './rules.js';

/** What kube-state-metrics is told as it is made. */
export interface KubeStateMetricsProps extends ComponentProps {
  /**
   * Kinds of objects it shows, and may list and watch: exactly these.
   * @default - `defaultCollectors`; of them, where `namespaces` are given, those that belong to one
   */
  readonly collectors?: readonly Collector[];
  /** Namespaces it looks into, by a Role in each. @default - all, by a ClusterRole */
  readonly namespaces?: readonly string[];
  /** Labels of objects to show, in `kube_<object>_labels`. @default - none: each is a series for each value */
  readonly metricLabelsAllowlist?: Allowlist;
  /** Annotations to show, in `kube_<object>_annotations`. @default - none */
  readonly metricAnnotationsAllowlist?: Allowlist;
  /** Why it runs beside the one that the platform brings. @default - where there is one, it is refused */
  readonly beside?: string;
  /** Flags in its own words, after ours. @default - none */
  readonly extraArgs?: readonly string[];
}

const isCollector: Check = (value) =>
  allCollectors.some((c) => c === value)
    ? undefined
    : { rule: 'is not a collector', remedy: didYouMean(String(value), allCollectors) };

const isAllowlist: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every(Array.isArray)
    ? undefined
    : { rule: 'is not lists by collector', remedy: "give { pods: ['team'] }" };

const checks: Checks<KubeStateMetricsProps> = {
  ...componentChecks,
  collectors: listOf(isCollector),
  namespaces: listOf(isNamespace),
  metricLabelsAllowlist: isAllowlist,
  metricAnnotationsAllowlist: isAllowlist,
  beside: isText,
  extraArgs: listOf(isArgument),
};

/** What the flag's own notation can hold: a name as Kubernetes knows them, with one `*` at most. */
const shownName = /^(?=[^*]*\*?[^*]*$)[\w./*-]+$/;

/**
 * Shows the state of Kubernetes' objects as metrics: what is wanted, what is there, how it fares.
 *
 * @example
 * prometheus.scrape(new KubeStateMetrics(chart, 'kube-state-metrics'));
 * @see https://github.com/kubernetes/kube-state-metrics
 */
export class KubeStateMetrics
  extends Component
  implements IScrapeTarget, IRuleSource, IDashboardSource, IObjectMetrics
{
  readonly scrapeTargets: readonly ScrapeTarget[];
  readonly dashboards: readonly Dashboard[];
  readonly objectMetrics: IObjectMetrics['objectMetrics'];

  private readonly telemetryJob: string;

  constructor(scope: Construct, id: string, props: KubeStateMetricsProps = {}) {
    super(scope, id, props, { product: 'kube-state-metrics' });
    this.check(props, checks);
    const {
      namespaces = [],
      collectors = defaultCollectors.filter((c) => namespaces.length === 0 || !isClusterWide(c)),
      metricLabelsAllowlist: labels = {},
      metricAnnotationsAllowlist: annotations = {},
      extraArgs = [],
    } = props;
    if (collectors.length === 0)
      this.refuse('collectors has none', 'name what to show, or leave it out');
    this.checkPlatform(props.beside);
    this.checkAllowlist('metricLabelsAllowlist', labels, collectors);
    this.checkAllowlist('metricAnnotationsAllowlist', annotations, collectors);
    if (extraArgs.length > 0) this.escapes.push('extraArgs');

    const workload = new Workload(this, 'Workload', {
      kind: 'Deployment',
      container: {
        image: images.kubeStateMetrics,
        args: () =>
          kubeStateMetricsArgs({
            port: http.port,
            telemetryPort: telemetry.port,
            collectors,
            namespaces,
            labels,
            annotations,
            extraArgs,
          }),
        resources: {
          cpu: Cpu.millis(10),
          memory: Size.mebibytes(64),
          memoryLimit: Size.mebibytes(256),
        },
        goMemoryLimit: true,
      },
    });
    for (const collector of collectors)
      for (const scope of scopes(collector, namespaces))
        workload.allow(scope, permissionOf(collector));
    const http = workload.listen({
      name: 'http',
      port: 8080,
      // It asks the API server: a short outage there is no reason to start over.
      probes: { liveness: { path: '/livez', period: 30, failures: 5 } },
    });
    const telemetry = workload.listen({
      name: 'telemetry',
      port: 8081,
      probes: { readiness: { path: '/readyz' } },
    });
    this.telemetryJob = `${this.name}-telemetry`;
    this.scrapeTargets = [
      {
        job: this.name,
        endpoints: [http.at('/metrics')],
        honorLabels: true,
        // It speaks of others: a Deployment is on no node, and in no container of this pod.
        relabel: [dropLabels('namespace|pod|container|node')],
        metricRelabel: noise,
      },
      { job: this.telemetryJob, endpoints: [telemetry.at('/metrics')] },
    ];
    this.objectMetrics = { job: this.name, kinds: collectors };
    this.dashboards = [kubeStateMetricsDashboard(this.name, this.telemetryJob, this.namespace)];
  }

  /** Rules that watch it, where it is scraped. What it shows is not judged here. */
  readonly rules = (context: RuleContext) =>
    kubeStateMetricsRules({ job: this.name, telemetryJob: this.telemetryJob }, context);

  private checkPlatform(beside: string | undefined): void {
    const { name, brings } = this.site.platform;
    if (brings.includes('kube-state-metrics') && beside === undefined)
      this.refuse(
        `platform "${name}" brings kube-state-metrics`,
        'leave this one out, or say why in "beside"',
      );
    if (beside !== undefined) this.escapes.push(`beside the platform's own: ${beside}`);
  }

  /** It takes names of collectors that are off, and shows nothing for them. */
  private checkAllowlist(prop: string, list: Allowlist, collectors: readonly Collector[]): void {
    for (const [collector, names] of Object.entries(list)) {
      if (!collectors.some((c) => c === collector))
        this.refuse(`${prop} "${collector}" is not among the collectors`, 'add it there');
      const odd = names.find((name) => !shownName.test(name));
      if (odd !== undefined)
        this.refuse(
          `${prop} of ${collector} has "${odd}", which is not the name of a label`,
          'give "team", "example.com/team", "example.com/*" or "*"',
        );
    }
  }
}

/** Objects of a namespace by a Role in each, where some are named; what is cluster-wide always as such. */
const scopes = (collector: Collector, namespaces: readonly string[]) =>
  isClusterWide(collector) || namespaces.length === 0
    ? (['cluster'] as const)
    : namespaces.map((namespace) => ({ namespace }));
