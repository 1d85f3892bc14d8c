import { type Matchers, matchers } from '../model/promql.js';

/** Which label of a series names which kind of object. */
export type LabelOverrides = Readonly<
  Record<string, { readonly group?: string; readonly resource: string }>
>;

/** The label that names the namespace, in every rule. */
export const namespaceOverride: LabelOverrides = { namespace: { resource: 'namespace' } };

/** How use of CPU or memory is asked for. */
interface ResourceRule {
  readonly containerQuery: string;
  readonly nodeQuery: string;
  readonly resources: { readonly overrides: LabelOverrides };
  readonly containerLabel: string;
}

/** Use of CPU and memory, of containers and of nodes. */
export interface ResourceRules {
  readonly cpu: ResourceRule;
  readonly memory: ResourceRule;
  /** What the API says its numbers are an average over. */
  readonly window: string;
}

const common = {
  resources: {
    overrides: { ...namespaceOverride, node: { resource: 'node' }, pod: { resource: 'pod' } },
  },
  containerLabel: 'container',
} as const;

/** The container of a pod that only holds its network is shown under this name, or under none. */
const alone = { container: { notRe: 'POD|' } } as const;

/** What a processor does when it works; `guest` is counted in `user` as well. */
const working = { mode: { notRe: 'guest.*|idle|iowait|steal' } } as const;

/**
 * The rules of the resource metrics: containers by cAdvisor; nodes by node-exporter, as of the whole node
 * cAdvisor's series are not kept. Memory of a node is what nobody could be given without swapping.
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/pkg/config/config.go
 */
export function resourceRules(cluster: string, window: string): ResourceRules {
  const of = (metric: string, own: Matchers = {}) =>
    `${metric}{${matchers({ cluster, ...own })},<<.LabelMatchers>>}`;
  const sum = (expr: string) => `sum by (<<.GroupBy>>) (${expr})`;
  const rate = (series: string) => `rate(${series}[${window}])`;
  return {
    cpu: {
      containerQuery: sum(rate(of('container_cpu_usage_seconds_total', alone))),
      nodeQuery: sum(rate(of('node_cpu_seconds_total', working))),
      ...common,
    },
    memory: {
      containerQuery: sum(of('container_memory_working_set_bytes', alone)),
      nodeQuery: sum(
        `${of('node_memory_MemTotal_bytes')} - ${of('node_memory_MemAvailable_bytes')}`,
      ),
      ...common,
    },
    window,
  };
}
