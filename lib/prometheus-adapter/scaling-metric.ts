import type { Duration } from 'cdk8s';
import { refuse } from '../core/index.js';
import { type Matcher, type Matchers, matchers, selector } from '../model/promql.js';
import { prometheusDuration } from '../model/units.js';
import { windowOf } from './window.js';

/** How series become the number that something is scaled by. */
export interface ScalingMetricProps {
  /** Its name in the API, by which a HorizontalPodAutoscaler asks for it. */
  readonly name: string;
  /** Name of the series that it is made of. */
  readonly series: string;
  /** Growth of a counter in a second, or the latest value of a gauge. */
  readonly as: 'rate' | 'value';
  /** Which of the series, besides what the question itself names. @default - all of the cluster */
  readonly matchers?: Matchers;
  /** How several series of one object become one. @default 'sum' */
  readonly combine?: 'sum' | 'avg' | 'max';
  /** Time that a rate is taken over. @default - four scrape intervals, in whole minutes */
  readonly window?: Duration;
  /** How often its series get a sample, where their job has an interval of its own. @default - the datasource's */
  readonly interval?: Duration;
}

/** Of which objects a metric speaks, and which label of its series names them. */
export interface MetricObjects {
  readonly resource: string;
  readonly apiGroup: string;
  readonly label: string;
}

/** Whose numbers an expression asks for. */
export interface MetricScope {
  readonly cluster: Matcher;
  readonly namespace: Matcher;
  /** How often the series get a sample, where the metric says neither that nor its window. @default - unknown */
  readonly interval?: Duration;
  /** One number for all objects, in place of one each: as a trigger of KEDA wants it. @default false */
  readonly total?: boolean;
}

/**
 * A number to scale by, derived from series. It belongs to no adapter, so that a dashboard, an alert or a
 * trigger of KEDA can ask for just what the autoscaler sees. Made by `podMetric`, `objectMetric` and
 * `externalMetric`.
 *
 * @example
 * requests.promql({ cluster: 'home', namespace: 'blog', interval: Duration.seconds(15) })
 * // sum by (pod) (rate(nginx_http_requests_total{cluster="home",namespace="blog"}[1m]))
 */
export class ScalingMetric {
  /** @internal made by the functions of `metrics-of.ts`, which know what can be */
  constructor(
    readonly props: ScalingMetricProps,
    /** Absent: a metric of no object. */
    readonly objects: MetricObjects | undefined,
    /** Whether only series of the asking namespace count. */
    readonly namespaced: boolean,
  ) {
    for (const label of this.filledIn)
      if (props.matchers && Object.hasOwn(props.matchers, label))
        refuse(this.where, `matchers name "${label}", which each question names`, 'leave it out');
    // Names and expressions are judged now, not at synth.
    selector(props.series, props.matchers);
    if (props.interval) windowOf(this.where, props, props.interval);
  }

  get name(): string {
    return this.props.name;
  }
  /** What errors call it. */
  get where(): string {
    return `metric "${this.name}"`;
  }
  /** Labels that each question names: whose numbers are wanted. */
  get filledIn(): readonly string[] {
    const namespace = this.namespaced ? ['namespace'] : [];
    return this.objects ? [...namespace, this.objects.label] : namespace;
  }

  /**
   * The question in PromQL, for one namespace: a line for each object, or one for all.
   *
   * @throws when its window is too short for the interval, or none can be derived
   */
  promql({ cluster, namespace, interval, total = false }: MetricScope): string {
    const asked: Matchers = this.namespaced ? { cluster, namespace } : { cluster };
    const selected = selector(this.props.series, { ...asked, ...this.props.matchers });
    const by = total ? '' : (this.objects?.label ?? '');
    return this.expression(selected, by, interval);
  }

  /**
   * The same as a template: the adapter fills in the series, who is asked about, and the label that tells
   * them apart.
   *
   * @throws as `promql` does
   * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/config.md
   */
  template(cluster: string, interval: Duration | undefined): string {
    const own = matchers({ cluster, ...this.props.matchers });
    // Last, as it may turn out to be empty: PromQL takes a comma at the end, not at the beginning.
    const selected = `<<.Series>>{${own},<<.LabelMatchers>>}`;
    return this.expression(selected, this.objects ? '<<.GroupBy>>' : '', interval);
  }

  private expression(selected: string, by: string, interval: Duration | undefined): string {
    const { combine = 'sum' } = this.props;
    const window = windowOf(this.where, this.props, interval);
    const each = window ? `rate(${selected}[${prometheusDuration(window)}])` : selected;
    return by === '' ? `${combine}(${each})` : `${combine} by (${by}) (${each})`;
  }
}
