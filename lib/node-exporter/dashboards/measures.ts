import type { Asking } from '../../core/index.js';
import { uplinks } from '../../core/index.js';
import { judged } from '../../model/dashboard/index.js';
import { inodesLeft, spaceLeft, writable } from '../measures.js';

/** Used share of each file system. */
export const spaceUsed = (nodes: Asking): string => `1 - ${spaceLeft(nodes)}`;

/** Used share of the inodes of each file system that has a fixed number of them. */
export const inodesUsed = (nodes: Asking): string => `1 - ${inodesLeft(nodes)}`;

/** Share of time in which each disk works on requests. */
export const diskBusy = ({ rate }: Asking): string => rate('node_disk_io_time_seconds_total');

/** Packets a second of each device that were dropped or damaged, in either direction. */
export const packetsLost = ({ rate }: Asking): string =>
  ['receive_drop', 'transmit_drop', 'receive_errs', 'transmit_errs']
    .map((what) => rate(`node_network_${what}_total`, uplinks))
    .join(' + ');

/** Share of time in which something waited for it. */
export const waiting = ({ rate }: Asking, what: 'cpu' | 'memory' | 'io'): string =>
  rate(`node_pressure_${what}_waiting_seconds_total`);

/** Share of time in which nothing went on, as everything waited for it. */
export const stalled = ({ rate }: Asking, what: 'memory' | 'io'): string =>
  rate(`node_pressure_${what}_stalled_seconds_total`);

/** What is asked of whole nodes, one line each; of all together with `by` empty. */
export const ofNodes = (nodes: Asking, by = 'by (cluster, node) ') => {
  const { of, rate } = nodes;
  return {
    cpuBusy: `1 - avg ${by}(${rate('node_cpu_seconds_total', { mode: 'idle' })})`,
    loadPerCore: `sum ${by}(${of('node_load1')}) / count ${by}(${of('node_cpu_seconds_total', { mode: 'idle' })})`,
    memoryUsed: `1 - sum ${by}(${of('node_memory_MemAvailable_bytes')}) / sum ${by}(${of('node_memory_MemTotal_bytes')})`,
    fullest: `max ${by}((${spaceUsed(nodes)}) and ${writable(nodes)})`,
    busiestDisk: `max ${by}(${diskBusy(nodes)})`,
    lost: `sum ${by}(${packetsLost(nodes)})`,
    received: `sum ${by}(${rate('node_network_receive_bytes_total', uplinks)})`,
    sent: `sum ${by}(${rate('node_network_transmit_bytes_total', uplinks)})`,
    clockOffset: `max ${by}(abs(${of('node_timex_offset_seconds')}))`,
  };
};

/** From where on each is bad, on every dashboard of nodes. */
export const limits = {
  busy: judged.use,
  // One process for each core runs; at two, each waits as long as it works.
  load: { above: { warning: 1.5, critical: 3 } },
  memory: judged.use,
  // From 0.85 on, the kubelet throws images away, from 0.9 on, pods.
  space: judged.space,
  disk: judged.use,
  waiting: { above: { warning: 0.25, critical: 0.6 } },
  lost: { above: { warning: 1 } },
  clock: { above: { warning: 0.05, critical: 1 } },
} as const;
