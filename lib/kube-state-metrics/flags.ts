import type { Collector } from './collectors.js';

/** Names of labels or annotations to show of a kind of object; `*` stands for all. */
export type Allowlist = Readonly<Partial<Record<Collector, readonly string[]>>>;

/** All that the flags of kube-state-metrics depend on. */
export interface KubeStateMetricsModel {
  readonly port: number;
  readonly telemetryPort: number;
  readonly collectors: readonly Collector[];
  /** Empty for all. */
  readonly namespaces: readonly string[];
  readonly labels: Allowlist;
  readonly annotations: Allowlist;
  readonly extraArgs: readonly string[];
}

const sorted = (words: readonly string[]): readonly string[] => [...new Set(words)].sort();

/** `pods=[app,team],nodes=[zone]`, by name; nothing where the list is empty. */
function allowed(flag: string, list: Allowlist): readonly string[] {
  const entries = Object.entries(list)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([collector, names]) => `${collector}=[${sorted(names).join(',')}]`);
  return entries.length > 0 ? [`--${flag}=${entries.join(',')}`] : [];
}

/**
 * The flags of kube-state-metrics.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/blob/v2.20.0/docs/developer/cli-arguments.md
 */
export const kubeStateMetricsArgs = (model: KubeStateMetricsModel): readonly string[] => [
  `--port=${model.port}`,
  `--telemetry-port=${model.telemetryPort}`,
  `--resources=${sorted(model.collectors).join(',')}`,
  ...(model.namespaces.length > 0 ? [`--namespaces=${sorted(model.namespaces).join(',')}`] : []),
  ...allowed('metric-labels-allowlist', model.labels),
  ...allowed('metric-annotations-allowlist', model.annotations),
  ...model.extraArgs,
];
