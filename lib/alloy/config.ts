import { alloyText, type ComponentBlock } from '../model/alloy.js';
import { alloyConfig } from '../model/alloy-printer.js';
import { logsWriter, metricsWriter } from './destinations.js';
import type { Feature } from './feature.js';
import type { Destination } from './http-client.js';

/** All that an Alloy's configuration depends on. */
export interface AlloyModel {
  readonly cluster: string;
  /** In the order in which they are written. */
  readonly features: readonly Feature[];
  readonly logs: readonly Destination[];
  readonly metrics: readonly Destination[];
  /** Alloy text, put behind ours. */
  readonly extraConfig?: string;
}

/**
 * The configuration file: what collects, from source to outlet, then what sends away.
 *
 * @throws on blocks that Alloy would not load
 * @see https://grafana.com/docs/alloy/latest/get-started/configuration-syntax/
 */
export function alloyFile({ cluster, features, logs, metrics, extraConfig }: AlloyModel): string {
  const lines = logs.length > 0 ? logsWriter(logs, cluster) : undefined;
  const samples = metrics.length > 0 ? metricsWriter(metrics, cluster) : undefined;
  const outlets = {
    logs: lines ? [lines.write.export('receiver')] : [],
    metrics: samples ? [samples.write.export('receiver')] : [],
  };
  const blocks: readonly ComponentBlock[] = [
    ...features.flatMap((feature) => feature.blocks(outlets)),
    ...(lines ? [...lines.files, lines.write] : []),
    ...(samples ? [...samples.files, samples.write] : []),
  ];
  // Features that look at the same place bring the same block: one is enough.
  const unique = new Map(blocks.map((block) => [JSON.stringify(block), block]));
  return alloyConfig([...unique.values(), ...(extraConfig ? [alloyText(extraConfig)] : [])]);
}
