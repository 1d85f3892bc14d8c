import type { V1Container, V1Probe } from '@kubernetes/client-node';
import { probeOnce, type Subject } from './probes.js';
import { PodError } from './types.js';
import { pause } from './waiting.js';

/** Which question a probe asks, as events call it. */
export type Kind = 'Startup' | 'Readiness' | 'Liveness';

/** What the probes of one run of a container lead to. */
export interface Findings {
  onStarted(): void;
  onReady(is: boolean): void;
  /** It was asked once, and passed or not. */
  onAsked(kind: Kind, passed: boolean, seconds: number): void;
  /** One look that counts was in vain. */
  onUnhealthy(kind: Kind, why: string): void;
  /** It has to be ended, and started once more. */
  onFailed(kind: Kind, probe: V1Probe): void;
}

/** @throws PodError on a container with something that this node does not do */
export function assertProbeable({ startupProbe, readinessProbe, livenessProbe }: V1Container) {
  for (const probe of [startupProbe, readinessProbe, livenessProbe])
    if (probe?.grpc)
      throw new PodError(
        'CreateContainerConfigError',
        `probe: grpc at port ${probe.grpc.port} is not asked by this node; use httpGet, tcpSocket or exec`,
      );
}

/** Asks a container's probes, as long as the signal lets it: startup first, then the other two. */
export async function keepProbing(
  subject: Subject,
  findings: Findings,
  signal: AbortSignal,
): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = subject.container;
  const verdicts = (kind: Kind, probe: V1Probe) => judge(kind, probe, subject, findings, signal);
  const startup = async () => {
    if (!startupProbe) return true;
    for await (const good of verdicts('Startup', startupProbe)) {
      if (!good) findings.onFailed('Startup', startupProbe);
      return good;
    }
    return false;
  };
  const readiness = async () => {
    if (!readinessProbe) return findings.onReady(true);
    for await (const good of verdicts('Readiness', readinessProbe)) findings.onReady(good);
  };
  const liveness = async () => {
    if (!livenessProbe) return;
    for await (const good of verdicts('Liveness', livenessProbe))
      if (!good) return findings.onFailed('Liveness', livenessProbe);
  };
  if (!(await startup())) return;
  findings.onStarted();
  await Promise.all([readiness(), liveness()]);
}

/** Looks again and again, and yields each new verdict. */
async function* judge(
  kind: Kind,
  probe: V1Probe,
  subject: Subject,
  findings: Findings,
  signal: AbortSignal,
): AsyncGenerator<boolean, void> {
  const period = (probe.periodSeconds ?? 10) * 1000;
  const thresholds = { good: probe.successThreshold ?? 1, bad: probe.failureThreshold ?? 3 };
  let verdict: boolean | undefined;
  let row = { good: false, length: 0 };
  let lastFailure = Number.NEGATIVE_INFINITY;
  // kubelet's first look comes at any moment of the first period: nobody dies of not having been up at once.
  const first = kind === 'Liveness' ? period : 500;
  let go = await pause((probe.initialDelaySeconds ?? 0) * 1000 + first, signal);
  while (go) {
    const began = Date.now();
    const why = await probeOnce(probe, subject);
    if (signal.aborted) return;
    const good = why === undefined;
    findings.onAsked(kind, good, (Date.now() - began) / 1000);
    // What is not good yet is looked at more often, for tests wait for it; failures count once a period all the same.
    if (good || began - lastFailure >= period) {
      row = { good, length: row.good === good ? row.length + 1 : 1 };
      if (!good) {
        lastFailure = began;
        findings.onUnhealthy(kind, why);
      }
    }
    if (row.length >= (good ? thresholds.good : thresholds.bad) && verdict !== row.good) {
      verdict = row.good;
      yield verdict;
    }
    const pace = verdict || kind === 'Liveness' ? period : Math.min(period, 1000);
    go = await pause(Math.max(0, began + pace - Date.now()), signal);
  }
}
