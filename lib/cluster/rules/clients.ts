import { Duration } from 'cdk8s';
import { selector } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import type { ClusterJob } from '../jobs.js';
import { rate } from './rates.js';

/** Parts that say their version; kube-proxy does not. */
const versioned: readonly ClusterJob[] = [
  'apiserver',
  'kubelet',
  'kube-scheduler',
  'kube-controller-manager',
];

/** Parts that ask the API server. What that asks itself are webhooks, which have alerts of their own. */
const askers: readonly ClusterJob[] = [
  'kubelet',
  'kube-scheduler',
  'kube-controller-manager',
  'kube-proxy',
];

/** Rules about the parts of Kubernetes together: that they understand each other. */
export function clientRules(jobs: ReadonlySet<string>): readonly AlertRule[] {
  const those = (all: readonly ClusterJob[]) => all.filter((job) => jobs.has(job));
  const [clients, versions] = [those(askers), those(versioned)];
  return [
    ...(clients.length > 0 ? [clientErrors(clients)] : []),
    ...(versions.length > 1 ? [versionMismatch(versions)] : []),
  ];
}

const clientErrors = (jobs: readonly ClusterJob[]): AlertRule =>
  bounded(0.01, (share) => {
    const its = { job: { re: jobs.join('|') } };
    // A request that never got an answer has the code "<error>".
    const failed = rate('rest_client_requests_total', { ...its, code: { re: '5..|<error>' } });
    const by = 'sum by (cluster, job, instance)';
    return {
      alert: 'KubeClientErrors',
      expr: `${by} (${failed}) / ${by} (${rate('rest_client_requests_total', its)}) > ${share}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A part of Kubernetes cannot talk to the API server',
      description:
        '{{ $value | humanizePercentage }} of what {{ $labels.job }} at {{ $labels.instance }} asks of the API server fails or is not answered. If it is one instance, look at its network; if it is all, at the API server.',
    };
  });

/**
 * A kubelet may be three minor versions older than the API server, but two versions side by side are a state to
 * pass through: an upgrade that takes longer than a day was left half done. A site that lives with more says how many.
 *
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
const versionMismatch = (jobs: readonly ClusterJob[]): AlertRule =>
  bounded(1, (versions) => {
    const info = selector('kubernetes_build_info', { job: { re: jobs.join('|') } });
    const minor = `label_replace(${info}, "git_version", "$1", "git_version", "(v[0-9]+[.][0-9]+).*")`;
    return {
      alert: 'KubeVersionMismatch',
      expr: `count by (cluster) (count by (cluster, git_version) (${minor})) > ${versions}`,
      for: Duration.days(1),
      severity: 'warning',
      summary: 'Parts of Kubernetes have had different versions for a day',
      description:
        'There are {{ $value }} minor versions of Kubernetes side by side. Finish the upgrade: a kubelet more than three versions behind the API server, or ahead of it, is not supported.',
    };
  });
