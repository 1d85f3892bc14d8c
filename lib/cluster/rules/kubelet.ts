import { Duration } from 'cdk8s';
import { kubeletJob } from '../../core/index.js';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded, type Severity } from '../../model/rule.js';
import { rate, slowest, upTo } from './rates.js';

const its = { job: kubeletJob };

/** Rules that watch how kubelets do their work. */
export const kubeletRules = (jobs: ReadonlySet<string>): readonly AlertRule[] =>
  jobs.has(kubeletJob)
    ? [slowRelisting, slowStarts, storageErrors, ...certificateRules, ...renewalRules]
    : [];

/** Its histogram ends at 10 seconds: what is slower cannot be told by how much. */
const slowRelisting: AlertRule = (() => {
  const metric = 'kubelet_pleg_relist_duration_seconds';
  const sum = 'sum by (cluster, node)';
  const quick = rate(`${metric}_bucket`, { ...its, ...upTo(10) });
  return {
    alert: 'KubeletPlegDurationHigh',
    expr: `1 - ${sum} (${quick}) / ${sum} (${rate(`${metric}_count`, its)}) > 0.01`,
    for: Duration.minutes(5),
    severity: 'warning',
    summary: 'A kubelet takes long to see what runs on its node',
    description:
      '{{ $value | humanizePercentage }} of the times when the kubelet of {{ $labels.node }} listed its pods took longer than 10 s. After 3 minutes without one the node is not ready; the container runtime or its disk is overloaded.',
  };
})();

const slowStarts: AlertRule = bounded(60, (seconds) => ({
  alert: 'KubeletPodStartUpLatencyHigh',
  expr: `${slowest('cluster, node', 'kubelet_pod_start_sli_duration_seconds', its)} > ${seconds}`,
  for: Duration.minutes(15),
  severity: 'warning',
  summary: 'Pods start slowly on a node',
  description: `Pods on {{ $labels.node }} take {{ $value | humanizeDuration }} to start, without the pulling of images, where ${seconds} s is slow. Look at what volumes, the network plugin or the container runtime keep them waiting for.`,
}));

const storageErrors: AlertRule = {
  alert: 'KubeletStorageOperationErrors',
  expr: `sum by (cluster, node, operation_name, volume_plugin) (${rate('storage_operation_duration_seconds_count', { ...its, status: { not: 'success' } })}) > 0`,
  for: Duration.minutes(15),
  severity: 'warning',
  summary: 'A kubelet fails to work with a volume',
  description:
    'On {{ $labels.node }} {{ $labels.operation_name }} of volumes of {{ $labels.volume_plugin }} fails again and again. Pods that need them stay in ContainerCreating, or cannot go; their events say why.',
};

/** What a kubelet proves itself with, and what no longer works without. */
const certificates = [
  {
    kind: 'Client',
    ttl: 'kubelet_certificate_manager_client_ttl_seconds',
    errors: 'kubelet_certificate_manager_client_expiration_renew_errors',
    use: 'with which it asks the API server',
    end: 'its node is lost',
  },
  {
    kind: 'Server',
    ttl: 'kubelet_certificate_manager_server_ttl_seconds',
    errors: 'kubelet_server_expiration_renew_errors',
    use: 'with which it answers',
    end: 'its logs, metrics and exec cannot be reached',
  },
] as const;

type Certificate = (typeof certificates)[number];

const certificateRules: readonly AlertRule[] = certificates.flatMap((one) => [
  expiring(one, 604800, 'warning'),
  expiring(one, 86400, 'critical'),
]);

function expiring(
  { kind, ttl, use, end }: Certificate,
  bound: number,
  severity: Severity,
): AlertRule {
  return bounded(bound, (seconds) => ({
    alert: `Kubelet${kind}CertificateExpiration`,
    expr: `${selector(ttl, its)} < ${seconds}`,
    severity,
    summary: `A certificate of a kubelet, ${use}, is about to expire`,
    description: `The certificate of the kubelet of {{ $labels.node }}, ${use}, expires in {{ $value | humanizeDuration }}, and then ${end}. It should have been renewed long before; look at its CertificateSigningRequests.`,
  }));
}

const renewalRules: readonly AlertRule[] = certificates.map(({ kind, errors, use, end }) => ({
  alert: `Kubelet${kind}CertificateRenewalErrors`,
  expr: `increase(${selector(errors, its)}[5m]) > 0`,
  for: Duration.minutes(15),
  severity: 'warning',
  summary: `A kubelet cannot renew the certificate ${use}`,
  description: `The kubelet of {{ $labels.node }} has failed {{ $value | humanize }} times in 5 minutes to renew the certificate ${use}. When the one that it has expires, ${end}.`,
}));
