import { Duration } from 'cdk8s';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import type { ClusterJob } from '../jobs.js';
import { rate } from './rates.js';

/** Rules that watch the scheduler, the controllers and kube-proxy, those that can be scraped. */
export const controlPlaneRules = (jobs: ReadonlySet<string>): readonly AlertRule[] =>
  rules.flatMap(({ of, rule }) => (jobs.has(of) ? [rule] : []));

const attempts = (result?: string): string => {
  const its = { job: 'kube-scheduler', ...(result !== undefined && { result }) };
  return `sum by (cluster) (${rate('scheduler_schedule_attempts_total', its)})`;
};

const proxy = (metric: string): string =>
  selector(`kubeproxy_sync_proxy_rules_${metric}`, { job: 'kube-proxy' });

const rules: readonly { readonly of: ClusterJob; readonly rule: AlertRule }[] = [
  {
    of: 'kube-scheduler',
    rule: bounded(0.05, (share) => ({
      alert: 'KubeSchedulerErrors',
      expr: `${attempts('error')} / ${attempts()} > ${share}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'The scheduler fails to place pods',
      description:
        '{{ $value | humanizePercentage }} of the attempts to place a pod end in an error: not for want of room, but because something does not work. The log of the scheduler says what.',
    })),
  },
  {
    of: 'kube-scheduler',
    // Of each pod that waits KubePodNotReady tells; this says that they have a reason in common.
    rule: bounded(0, (pods) => ({
      alert: 'KubeSchedulerPodsUnschedulable',
      expr: `sum by (cluster) (${selector('scheduler_pending_pods', { job: 'kube-scheduler', queue: 'unschedulable' })}) > ${pods}`,
      for: Duration.minutes(30),
      severity: 'info',
      summary: 'There are pods that fit on no node',
      description:
        'The scheduler has found no node for {{ $value }} pods for half an hour. Either the cluster is full, or they ask for what no node has: their events say which.',
    })),
  },
  {
    of: 'kube-controller-manager',
    rule: bounded(100, (items) => ({
      alert: 'KubeControllerManagerBacklog',
      expr: `max by (cluster, name) (${selector('workqueue_depth', { job: 'kube-controller-manager' })}) > ${items}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A controller of Kubernetes cannot keep up',
      description:
        '{{ $value }} objects wait for controller {{ $labels.name }}, and have for 15 minutes: what is changed takes effect late. Look at whether the API server is slow, or who changes so much.',
    })),
  },
  {
    of: 'kube-proxy',
    rule: {
      alert: 'KubeProxySyncStale',
      // Where changes never cease, one always waits: what counts is that none is written.
      expr: `${proxy('last_queued_timestamp_seconds')} > ${proxy('last_timestamp_seconds')} and changes(${proxy('last_timestamp_seconds')}[10m]) == 0`,
      for: Duration.minutes(10),
      severity: 'warning',
      summary: 'kube-proxy does not bring changes of Services to its node',
      description:
        'kube-proxy on {{ $labels.node }} has known of changes for 10 minutes and has written none to the packet filter. Connections from that node go to pods that are gone; its log says what it cannot write.',
    },
  },
];
