import { Duration } from 'cdk8s';
import { shownBy } from '../../model/promql.js';
import type { AlertRule } from '../../model/rule.js';
import { each, on } from './asking.js';

const pod = 'namespace, pod';
const container = `${pod}, container`;

/** That pods run, and are ready. */
export function podRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const waiting = 'status_waiting_reason';
  const looping = { reason: 'CrashLoopBackOff' };
  const otherwise = { reason: { not: looping.reason } };
  return [
    {
      alert: 'KubePodCrashLooping',
      // Between two pauses it runs for a moment.
      expr: `${each(
        container,
        `max_over_time(${of(`kube_pod_container_${waiting}`, looping)}[5m]) or max_over_time(${of(`kube_pod_init_container_${waiting}`, looping)}[5m])`,
      )} == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A container ends again and again',
      description:
        'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} has not stayed up for 15 minutes: Kubernetes pauses longer and longer before it tries again. Read the log of its last run.',
    },
    {
      alert: 'KubePodNotReady',
      // Those of Jobs are judged as Jobs. Those with a gate wait by somebody's will.
      expr: `${each(pod, `${of('kube_pod_status_phase', { phase: { re: 'Pending|Running|Unknown' } })} == 1`)} unless ${on(pod)} (${of('kube_pod_status_ready', { condition: 'true' })} == 1) unless ${on(pod)} (${of('kube_pod_owner', { owner_kind: 'Job' })} == 1) unless ${on(pod)} (${of('kube_pod_status_reason', { reason: 'SchedulingGated' })} == 1)`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A pod is not ready',
      description:
        '{{ $labels.namespace }}/{{ $labels.pod }} has not been ready for 15 minutes: no Service sends to it. Its conditions say whether it lacks a node, an image, a volume, or answers its probe badly.',
    },
    {
      alert: 'KubeContainerWaiting',
      expr: `${each(
        `${container}, reason`,
        `${of(`kube_pod_container_${waiting}`, otherwise)} or ${of(`kube_pod_init_container_${waiting}`, otherwise)}`,
      )} == 1`,
      for: Duration.hours(1),
      severity: 'warning',
      summary: 'A container does not start',
      description:
        'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} has waited for an hour: {{ $labels.reason }}. The events of the pod name the image, Secret or volume that it waits for.',
    },
    {
      alert: 'KubeContainerOOMKilled',
      expr: `${each(container, `increase(${of('kube_pod_container_status_restarts_total')}[1h])`)} > 0 and ${on(container)} (${of('kube_pod_container_status_last_terminated_reason', { reason: 'OOMKilled' })} == 1)`,
      severity: 'warning',
      summary: 'A container was killed for its memory',
      description:
        'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} started anew about {{ printf "%.0f" $value }} times within the hour, the last time because it used more memory than it may. Compare what it uses with its limit.',
    },
  ];
}
