import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { kubeletMetrics } from '../../../../lib/cluster/metrics.js';
import { Exposition, type Labels, observed } from './exposition.js';
import { identity, staticPod } from './identity.js';
import { logFolder } from './logs.js';
import { writeProcess } from './process-metrics.js';
import type { RequestCount } from './request-count.js';
import type { KnownPod, NodeContext, RunningContainer } from './types.js';

/** Labels of what is there with zeros, as nothing of it happens here; the metrics of other labels are left out. */
const usual: Labels = {
  ...{ operation_type: 'list_containers', runtime_handler: '', container_type: 'container' },
  ...{ long_running: 'false', method: 'GET', path: 'metrics', server_type: 'readwrite' },
  ...{ host: '10.96.0.1:443', verb: 'GET', code: '200' },
  ...{ migrated: 'false', operation_name: 'volume_mount', status: 'success' },
  ...{ volume_plugin: 'kubernetes.io/configmap', plugin_name: 'kubernetes.io/configmap' },
  ...{ state: 'actual_state_of_world', metric_source: 'kubernetes.io/empty-dir' },
  ...{ name: 'DynamicCABundle-client-ca-bundle' },
};

/** Those of storage, of which some are dropped on scraping, are not the default ones. */
const storageBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 25, 50, 120, 300, 600] as const;
const bounds = {
  storage_operation_duration_seconds: storageBounds,
  volume_operation_total_seconds: storageBounds,
};

/** The kubelet's own page, /metrics. */
export class KubeletMetrics {
  private readonly startedPods = new Set<string>();
  private readonly startedContainers = new Set<RunningContainer>();

  constructor(
    private readonly context: NodeContext,
    private readonly requests: RequestCount,
  ) {}

  /** The page as it is now. */
  async page(known: readonly KnownPod[]): Promise<string> {
    const page = new Exposition(kubeletMetrics);
    const { name } = this.context.facts;
    page.set('kubelet_node_name', 1, { node: name });
    page.set('kubelet_metrics_provider', 1, { provider: 'cadvisor' });
    page.set('kubelet_cgroup_version', 2);
    page.set('kubelet_pleg_last_seen_seconds', Date.now() / 1000);
    // Its certificates are not renewed.
    page.set('kubelet_certificate_manager_client_ttl_seconds', Number.POSITIVE_INFINITY);
    page.set('kubelet_certificate_manager_server_ttl_seconds', Number.POSITIVE_INFINITY);
    for (const { count, ...labels } of this.requests.all())
      page.set('kubelet_http_requests_total', count, labels);
    this.writePods(page, known);
    await Promise.all([
      writeVolumes(page, this.context, known),
      writeLogs(page, this.context, known),
      writeProcess(page),
    ]);
    page.fill(usual, bounds);
    return page.toString();
  }

  private writePods(page: Exposition, known: readonly KnownPod[]): void {
    const running = known.filter(({ containers }) => containers.size > 0);
    const isStatic = ({ pod }: KnownPod) =>
      pod.metadata?.annotations?.[staticPod.hash] !== undefined;
    for (const { pod, containers } of running) {
      this.startedPods.add(identity(pod).uid);
      for (const container of containers.values()) this.startedContainers.add(container);
    }
    const count = running.map(({ containers }) => containers.size);
    page.set('kubelet_running_pods', running.length);
    page.set('kubelet_mirror_pods', known.filter(isStatic).length);
    page.set('kubelet_started_pods_total', this.startedPods.size);
    page.set('kubelet_started_containers_total', this.startedContainers.size, {
      container_type: 'container',
    });
    page.setHistogram('kubelet_containers_per_pod_count', observed(count, [1, 2, 4, 8, 16]));
    page.set(
      'kubelet_running_containers',
      count.reduce((sum, one) => sum + one, 0),
      { container_state: 'running' },
    );
    for (const [label, pods] of [
      ['true', known.filter(isStatic)],
      ['', known.filter((one) => !isStatic(one))],
    ] as const) {
      page.set('kubelet_active_pods', pods.length, { static: label });
      page.set('kubelet_desired_pods', pods.length, { static: label });
      const labels = { config: 'desired', lifecycle: 'sync', static: label };
      page.set('kubelet_working_pods', pods.length, labels);
    }
  }
}

/** Of claims that pods mount: the file system that they lie on. */
async function writeVolumes(
  page: Exposition,
  { facts }: NodeContext,
  known: readonly KnownPod[],
): Promise<void> {
  const { bsize, blocks, bavail, bfree, files, ffree } = await statfs(facts.state);
  const values = {
    kubelet_volume_stats_capacity_bytes: blocks * bsize,
    kubelet_volume_stats_available_bytes: bavail * bsize,
    kubelet_volume_stats_used_bytes: (blocks - bfree) * bsize,
    kubelet_volume_stats_inodes: files,
    kubelet_volume_stats_inodes_free: ffree,
    kubelet_volume_stats_inodes_used: files - ffree,
  };
  for (const { pod } of known)
    for (const { persistentVolumeClaim: claim } of pod.spec?.volumes ?? []) {
      if (!claim) continue;
      const { namespace } = identity(pod);
      for (const [name, value] of Object.entries(values))
        page.set(name, value, { namespace, persistentvolumeclaim: claim.claimName });
    }
}

async function writeLogs(
  page: Exposition,
  { facts }: NodeContext,
  known: readonly KnownPod[],
): Promise<void> {
  for (const { pod, containers } of known)
    for (const container of containers.keys()) {
      const { namespace, name, uid } = identity(pod);
      const labels = { namespace, pod: name, uid, container };
      const bytes = await sizeOf(join(facts.root, logFolder(pod, container)));
      page.set('kubelet_container_log_filesystem_used_bytes', bytes, labels);
    }
}

/** Bytes in the files of a folder; one that has just gone has none. */
async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder).catch((): string[] => []);
  const size = (name: string) =>
    stat(join(folder, name)).then(
      (file) => file.size,
      () => 0,
    );
  return (await Promise.all(names.map(size))).reduce((sum, one) => sum + one, 0);
}
