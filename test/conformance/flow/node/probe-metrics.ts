import type { V1Pod } from '@kubernetes/client-node';
import { kubeletProbesMetrics } from '../../../../lib/cluster/metrics.js';
import { Exposition, observed } from './exposition.js';
import { identity } from './identity.js';
import type { KnownPod } from './types.js';

/** One probe of a container. */
export interface ProbeOf {
  readonly pod: V1Pod;
  readonly container: string;
  readonly type: 'Startup' | 'Readiness' | 'Liveness';
}

/** How one look of it ended. */
export type ProbeResult = 'successful' | 'failed' | 'unknown';

interface Tally extends ProbeOf {
  readonly counts: Map<ProbeResult, number>;
  readonly seconds: number[];
}

/** The looks of each probe of this node. */
const tallies = new Map<string, Tally>();

/** Counts one look of a probe, and how long it took. */
export function recordProbe(probe: ProbeOf, result: ProbeResult, seconds: number): void {
  const key = [identity(probe.pod).uid, probe.container, probe.type].join('/');
  const tally: Tally = tallies.get(key) ?? { ...probe, counts: new Map(), seconds: [] };
  tally.counts.set(result, (tally.counts.get(result) ?? 0) + 1);
  tally.seconds.push(seconds);
  tallies.set(key, tally);
}

/** The page under /metrics/probes. What a pod's probes found is forgotten with the pod. */
export function probesPage(known: readonly KnownPod[]): string {
  const page = new Exposition(kubeletProbesMetrics);
  const pods = new Set(known.map(({ pod }) => identity(pod).uid));
  for (const [key, { pod, container, type, counts, seconds }] of tallies) {
    const { namespace, name, uid } = identity(pod);
    if (!pods.has(uid)) {
      tallies.delete(key);
      continue;
    }
    const labels = { namespace, pod: name, container, probe_type: type };
    for (const [result, count] of counts)
      page.set('prober_probe_total', count, { ...labels, pod_uid: uid, result });
    page.setHistogram('prober_probe_duration_seconds', observed(seconds), labels);
  }
  return page.toString();
}
