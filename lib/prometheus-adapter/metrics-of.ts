import {
  type Check,
  type Checks,
  checkProps,
  isDuration,
  isFlag,
  isName,
  isObject,
  isText,
  oneOf,
  refuse,
  required,
} from '../core/index.js';
import { labelNameError, metricNameError } from '../model/promql.js';
import { ScalingMetric, type ScalingMetricProps } from './scaling-metric.js';

/** A metric of objects of one kind, each named by a label of the series. */
export interface ObjectMetricProps extends ScalingMetricProps {
  /** Kind of the objects, in Kubernetes' plural: `ingresses`. They live in namespaces. */
  readonly resource: string;
  /** API group of the kind. @default - the core group */
  readonly apiGroup?: string;
  /** Label of the series that holds the name of the object. */
  readonly label: string;
}

/** A metric of no object of Kubernetes. */
export interface ExternalMetricProps extends ScalingMetricProps {
  /** Whether only series of the asking namespace count, by their label `namespace`. @default true */
  readonly namespaced?: boolean;
}

/** What the adapter itself counts as living in no namespace. */
const clusterWide = ['namespaces', 'nodes', 'persistentvolumes'];

const isSeries: Check = (value) =>
  isText(value) ??
  (metricNameError(String(value)) === undefined
    ? undefined
    : { rule: 'is not the name of a metric', remedy: 'give letters, digits, "_" and ":"' });

const isLabel: Check = (value) =>
  isText(value) ??
  (labelNameError(String(value)) === undefined
    ? undefined
    : { rule: 'is not the name of a label', remedy: 'give letters, digits and "_"' });

const areMatchers: Check = (value) =>
  isObject(value) ??
  (JSON.stringify(value).includes('<<')
    ? { rule: 'has "<<", which begins a template of the adapter', remedy: 'leave it out' }
    : undefined);

const isResource: Check = (value) => {
  if (value === 'pods') return { rule: 'has a function of its own', remedy: 'call podMetric' };
  return clusterWide.some((kind) => kind === value)
    ? { rule: 'lives in no namespace', remedy: 'name a kind that does, or call externalMetric' }
    : isName(value);
};

const checks: Checks<ScalingMetricProps> = {
  name: required(isSeries),
  series: required(isSeries),
  as: required(oneOf('rate', 'value')),
  matchers: areMatchers,
  combine: oneOf('sum', 'avg', 'max'),
  window: isDuration(),
  interval: isDuration(),
};

/** Refuses what the compiler would have refused, and a window of what is no rate. */
function check<P extends ScalingMetricProps>(fn: string, props: P, table: Checks<P>): void {
  checkProps(fn, props, table);
  const { name, as, window } = props;
  if (as === 'value' && window)
    refuse(
      `${fn}: metric "${name}"`,
      `window "${window.toHumanString()}" is of no use, as "value" is the latest sample`,
      "leave it out, or give as: 'rate'",
    );
}

/**
 * A metric of pods: of series with the labels `namespace` and `pod`.
 *
 * @throws on a name, series, matcher or window that cannot be
 * @example
 * podMetric({ name: 'http_requests', series: 'http_requests_total', as: 'rate' })
 */
export function podMetric(props: ScalingMetricProps): ScalingMetric {
  check('podMetric', props, checks);
  return new ScalingMetric(props, { resource: 'pods', apiGroup: '', label: 'pod' }, true);
}

/**
 * A metric of objects other than pods: of series with the label `namespace`, and one that names the object.
 *
 * @throws as {@link podMetric}; on pods, and on a kind that lives in no namespace
 * @example
 * objectMetric({
 *   name: 'requests', series: 'ingress_requests_total', as: 'rate',
 *   resource: 'ingresses', apiGroup: 'networking.k8s.io', label: 'ingress',
 * })
 */
export function objectMetric(props: ObjectMetricProps): ScalingMetric {
  check('objectMetric', props, {
    ...checks,
    resource: required(isResource),
    apiGroup: isName,
    label: required(isLabel),
  });
  const { resource, apiGroup = '', label, ...common } = props;
  return new ScalingMetric(common, { resource, apiGroup, label }, true);
}

/**
 * A metric of no object: the length of a queue, one number for whoever asks.
 *
 * @throws as {@link podMetric}
 * @example
 * externalMetric({ name: 'orders_waiting', series: 'queue_length', as: 'value', namespaced: false })
 */
export function externalMetric(props: ExternalMetricProps): ScalingMetric {
  check('externalMetric', props, { ...checks, namespaced: isFlag });
  const { namespaced = true, ...common } = props;
  return new ScalingMetric(common, undefined, namespaced);
}
