import { Duration } from 'cdk8s';
import { shownBy } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import { each, on } from './asking.js';

const task = 'namespace, job_name';

/** That Jobs end well, and CronJobs start them in time. */
export function taskRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  return [
    {
      alert: 'KubeJobFailed',
      expr: `${each(task, of('kube_job_failed', { condition: 'true' }))} == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A Job failed',
      description:
        '{{ $labels.namespace }}/{{ $labels.job_name }} failed and is not tried again: what it was to do is not done. Read the log of its last pod, then delete the Job.',
    },
    bounded(Duration.hours(12).toSeconds(), (seconds) => ({
      alert: 'KubeJobNotCompleted',
      expr: `time() - ${each(task, of('kube_job_status_start_time'))} > ${seconds} and ${each(task, of('kube_job_status_active'))} > 0`,
      severity: 'warning',
      summary: 'A Job does not come to an end',
      description:
        '{{ $labels.namespace }}/{{ $labels.job_name }} has run for {{ $value | humanizeDuration }}. See whether its pod works, waits or hangs; a deadline would have ended it.',
    })),
    bounded(Duration.hours(1).toSeconds(), (seconds) => ({
      alert: 'KubeCronJobDelayed',
      expr: `time() - ${each('namespace, cronjob', of('kube_cronjob_next_schedule_time'))} > ${seconds}`,
      severity: 'warning',
      summary: 'A CronJob did not start in time',
      description:
        '{{ $labels.namespace }}/{{ $labels.cronjob }} should have started a Job {{ $value | humanizeDuration }} ago. See whether the one before still runs, and what its events say.',
    })),
  ];
}

const autoscaler = 'namespace, horizontalpodautoscaler';

/** That autoscalers can do as they mean to, and enough pods are healthy for one to be moved. */
export function scalingRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  const one = (metric: string) => each(autoscaler, of(`kube_horizontalpodautoscaler_${metric}`));
  const current = one('status_current_replicas');
  const most = one('spec_max_replicas');
  const limited = of('kube_horizontalpodautoscaler_status_condition', {
    condition: 'ScalingLimited',
    status: 'true',
  });
  const budget = (metric: string) =>
    each('namespace, poddisruptionbudget', of(`kube_poddisruptionbudget_status_${metric}_healthy`));
  return [
    {
      alert: 'KubeHpaReplicasMismatch',
      expr: `${one('status_desired_replicas')} - ${current} != 0 and ${current} > ${one('spec_min_replicas')} and ${current} < ${most} and ${each(autoscaler, `changes(${of('kube_horizontalpodautoscaler_status_current_replicas')}[15m])`)} == 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'An autoscaler does not get what it asks for',
      description:
        '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has wanted {{ $value }} pods more (below 0: fewer) for 15 minutes, and the number does not change. See what its target says, and who else sets its replicas.',
    },
    {
      alert: 'KubeHpaMaxedOut',
      // At its most and content is what it is for: only one that would go on is told.
      expr: `${current} == ${most} and ${most} > ${one('spec_min_replicas')} and ${on(autoscaler)} (${limited} == 1)`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'An autoscaler is at its end, and wants more',
      description:
        '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has had all {{ $value }} pods that it may for 15 minutes, and would add some. Look at what it scales by, then raise its maximum or find the load.',
    },
    {
      alert: 'KubePdbNotEnoughHealthyPods',
      expr: `${budget('desired')} - ${budget('current')} > 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'Fewer pods are healthy than a budget wants',
      description:
        '{{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} has lacked {{ $value }} healthy pods for 15 minutes: no node that runs one of its pods can be drained. See which of them are not ready.',
    },
  ];
}
