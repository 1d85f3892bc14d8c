import type { Duration } from 'cdk8s';
import type { AskedQuery } from '../core/index.js';
import { selector } from '../model/promql.js';
import { prometheusDuration } from '../model/units.js';
import {
  type LabelOverrides,
  namespaceOverride,
  type ResourceRules,
  resourceRules,
} from './resource-rules.js';
import type { ScalingMetric } from './scaling-metric.js';

/** All that the adapter's configuration depends on. */
export interface AdapterModel {
  /** The cluster it speaks for: the Prometheus may hold the series of others as well. */
  readonly cluster: string;
  readonly metrics: readonly ScalingMetric[];
  /** How often series get a sample, where a metric does not say it. @default - unknown */
  readonly interval?: Duration;
  /** Time that rates of CPU are taken over. @default - resource metrics are not served */
  readonly resourceWindow?: Duration;
}

/** One metric that is found, named and asked for. */
interface DiscoveryRule {
  readonly seriesQuery: string;
  readonly resources: { readonly overrides: LabelOverrides; readonly namespaced?: false };
  readonly name: { readonly matches: string; readonly as: string };
  readonly metricsQuery: string;
}

/** The adapter's configuration file, as far as this library writes it. */
export interface AdapterConfig {
  readonly rules?: readonly DiscoveryRule[];
  readonly externalRules?: readonly DiscoveryRule[];
  readonly resourceRules?: ResourceRules;
}

/**
 * What the adapter serves, sorted by name.
 *
 * @throws when the window of a metric is too short, or cannot be derived
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/docs/config.md
 */
export function adapterConfig(model: AdapterModel): AdapterConfig {
  const { cluster, interval, resourceWindow } = model;
  const sorted = [...model.metrics].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rulesOf = (metrics: readonly ScalingMetric[]) =>
    metrics.map((metric) => rule(metric, cluster, interval));
  const custom = sorted.filter(({ objects }) => objects);
  const external = sorted.filter(({ objects }) => !objects);
  return {
    ...(custom.length > 0 ? { rules: rulesOf(custom) } : {}),
    ...(external.length > 0 ? { externalRules: rulesOf(external) } : {}),
    ...(resourceWindow
      ? { resourceRules: resourceRules(cluster, prometheusDuration(resourceWindow)) }
      : {}),
  };
}

const rule = (
  metric: ScalingMetric,
  cluster: string,
  interval: Duration | undefined,
): DiscoveryRule => {
  const { name, objects, namespaced } = metric;
  const { series, matchers } = metric.props;
  const there = Object.fromEntries(metric.filledIn.map((label) => [label, { not: '' }]));
  return {
    seriesQuery: selector(series, { cluster, ...matchers, ...there }),
    resources: {
      overrides: { ...namespaceOverride, ...(objects ? { [objects.label]: kind(objects) } : {}) },
      ...(namespaced ? {} : { namespaced: false as const }),
    },
    name: { matches: `^${series}$`, as: name },
    metricsQuery: metric.template(cluster, interval),
  };
};

const kind = ({ apiGroup, resource }: { readonly apiGroup: string; readonly resource: string }) =>
  apiGroup === '' ? { resource } : { group: apiGroup, resource };

/** What the adapter asks, its templates filled in as if for anyone. */
export function queriesOf(
  where: string,
  { rules = [], externalRules = [], resourceRules: resources }: AdapterConfig,
): readonly AskedQuery[] {
  const used = resources ? [resources.cpu, resources.memory] : [];
  return [
    // What they ask then is of the same series.
    ...[...rules, ...externalRules].map(({ seriesQuery }) => seriesQuery),
    ...used.flatMap(({ containerQuery, nodeQuery }) => [containerQuery, nodeQuery]),
  ].map((expr) => ({ where, expr: expr.replaceAll(/<<[^>]*>>/g, '') }));
}
