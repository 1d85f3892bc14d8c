import { drop, type RelabelStep } from '../model/relabel.js';

/*
 * What is scraped and thrown away: series by the thousand that no rule and no dashboard reads. Of
 * histograms the count and the sum always stay, so that rates and averages can still be asked for.
 */

const named = (matches: string): RelabelStep => drop({ from: ['__name__'], matches });

/** Prometheus 3 writes a bound of 3 as "3.0". */
const bounds = (metrics: string, ...le: readonly string[]): RelabelStep =>
  drop({
    from: ['__name__', 'le'],
    matches: `(${metrics})_bucket;(${le.map((b) => b.replace('.', '\\.')).join('|')})(\\.0)?`,
  });

/** Of the kubelet: every other bound of what each storage plugin and operation has a histogram of. */
export const kubeletNoise: readonly RelabelStep[] = [
  bounds(
    'csi_operations_seconds|storage_operation_duration_seconds',
    '0.25',
    '2.5',
    '15',
    '25',
    '120',
    '600',
  ),
];

/** Of cAdvisor, which knows of each control group all that the kernel does. */
export const cadvisorNoise: readonly RelabelStep[] = [
  // Control groups of systemd's, and those above the pods: sums of what is there already.
  drop({ from: ['id', 'pod'], matches: '.+;' }),
  named('container_cpu_(cfs_burst_.+|load_.+|system_seconds_total|user_seconds_total)'),
  named('container_fs_(inodes_.+|io_.+|reads_merged_total|sector_.+|writes_merged_total)'),
  named('container_memory_(failures_total|kernel_usage|mapped_file|migrate|numa_pages|total_.+)'),
  // What the kubelet wants of a container, kube-state-metrics shows.
  named('container_spec_.+'),
  named('container_(blkio_.+|file_descriptors|last_seen|tasks_state|threads_max|ulimits_soft)'),
  // A pod on the host network shows every device of its node, those of other pods among them.
  drop({
    from: ['__name__', 'interface'],
    matches: 'container_network_.+;(cali|cilium|cni|lxc|nodelocaldns|tunl|veth).*',
  }),
];

/**
 * Of the API server: histograms by resource. How long requests take it tells twice; kept is the one without the
 * time that webhooks and queues take, with the bounds that its objective names and two below.
 */
export const apiServerNoise: readonly RelabelStep[] = [
  named(
    'apiserver_(admission_.+|flowcontrol_.+|request_body_size_bytes|request_duration_seconds|response_sizes|watch_.+)_bucket',
  ),
  named(
    '(etcd_request_duration_seconds|informer_processing_latency_seconds|rest_client_.+)_bucket',
  ),
  // Who runs the store of the API server asks it itself.
  named('etcd_(debugging|disk|server)_.+'),
  bounds(
    'apiserver_request_sli_duration_seconds',
    ...['0.05', '0.2', '0.6', '0.8', '1.25', '1.5', '2', '3', '4', '6', '8', '10', '15', '20'],
    ...['45', '60'],
  ),
];

/**
 * Where one process is everything, each of its ports shows the metrics of all parts. The node's port keeps
 * what the node does, the API server's the rest.
 *
 * @see https://github.com/k3s-io/k3s/issues/12917
 */
export const onOneProcess: Readonly<Record<'kubelet' | 'apiserver', readonly RelabelStep[]>> = {
  kubelet: [
    named(
      '(aggregator|apiextensions|apiserver|authenticated_user|authentication|authorization|etcd|field_validation|informer|kine|kube_apiserver|node_authorizer|pod_security|scheduler|serviceaccount|watch_cache)_.+',
    ),
    named('[a-z]+(_[a-z]+)*_(collector|controller)_.+'),
  ],
  apiserver: [named('(kubelet|kubeproxy|prober)_.+')],
};
