import { Duration } from 'cdk8s';
import { downRule, kubeletJob, type RuleContext } from '../../core/index.js';
import { selector } from '../../model/promql.js';
import type { AlertRule } from '../../model/rule.js';
import type { ClusterJob } from '../jobs.js';

/** How a part of Kubernetes is missed. */
interface Loss {
  readonly job: ClusterJob;
  readonly alert: string;
  readonly product: string;
  readonly symptom: string;
}

/** Parts of which each does work of its own: one that is down is missed. */
const eachCounts: readonly (Loss & Pick<AlertRule, 'severity'>)[] = [
  {
    job: kubeletJob,
    alert: 'KubeletDown',
    product: 'A kubelet',
    symptom: 'pods of that node are neither started nor stopped nor counted',
    severity: 'warning',
  },
  {
    job: 'cadvisor',
    alert: 'CadvisorDown',
    product: 'cAdvisor',
    symptom: 'what the containers of that node use is not seen',
    severity: 'warning',
  },
  {
    job: 'kubelet-probes',
    alert: 'KubeletProbesDown',
    product: 'What a kubelet says of probes',
    symptom: 'why pods of that node are restarted is not seen',
    severity: 'info',
  },
  {
    job: 'etcd',
    alert: 'EtcdMemberDown',
    product: 'A member of etcd',
    symptom: 'with half of them gone the API server answers no more',
    severity: 'warning',
  },
  {
    job: 'kube-proxy',
    alert: 'KubeProxyDown',
    product: 'kube-proxy',
    symptom: 'that node may send to pods that are gone',
    severity: 'warning',
  },
];

/** Parts that stand in for each other: only when none is left is anything missed. */
const anyDoes: readonly Loss[] = [
  {
    job: 'apiserver',
    alert: 'KubeAPIDown',
    product: 'API server',
    symptom: 'nothing in the cluster can be changed, found or started',
  },
  {
    job: 'coredns',
    alert: 'CoreDNSDown',
    product: 'CoreDNS',
    symptom: 'pods cannot resolve names',
  },
  {
    job: 'kube-scheduler',
    alert: 'KubeSchedulerDown',
    product: 'scheduler',
    symptom: 'new pods stay pending',
  },
  {
    job: 'kube-controller-manager',
    alert: 'KubeControllerManagerDown',
    product: 'controller manager',
    symptom: 'pods that die are not replaced',
  },
];

/** That the parts of Kubernetes that are scraped can be reached. */
export const availabilityRules = (
  jobs: ReadonlySet<string>,
  context: RuleContext,
): readonly AlertRule[] => [
  ...eachCounts.filter(({ job }) => jobs.has(job)).map((loss) => downRule(loss, context)),
  ...anyDoes.filter(({ job }) => jobs.has(job)).map((loss) => noneLeft(loss, context.cluster)),
];

function noneLeft({ job, alert, product, symptom }: Loss, cluster: string): AlertRule {
  return {
    alert,
    expr: `sum by (cluster, job) (${selector('up', { job })}) == 0 or absent(${selector('up', { cluster, job })})`,
    for: Duration.minutes(5),
    severity: 'critical',
    summary: `No ${product} can be reached`,
    description: `No scrape of job ${job} has succeeded for 5 minutes: ${symptom}.`,
  };
}
