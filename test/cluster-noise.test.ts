import { describe, expect, it } from 'vitest';
import { Cluster } from '../lib/cluster/index.js';
import {
  type Platform,
  type PlatformName,
  platform,
  type ScrapeTarget,
} from '../lib/core/index.js';
import { prometheusRelabel } from '../lib/model/relabel.js';
import { toYaml } from '../lib/model/yaml.js';
import { drawn } from './drawn.js';
import { testChart } from './support.js';

const made = (on: Platform = platform('generic')): Cluster =>
  new Cluster(testChart({ platform: on }), 'cluster');
const job = (cluster: Cluster, name: string): ScrapeTarget => {
  const found = cluster.scrapeTargets.find((target) => target.job === name);
  if (!found) throw new Error(`job ${name} is not there`);
  return found;
};

/** Whether a series survives the steps of a job after its scrape. Labels that are missing are empty. */
function kept(target: ScrapeTarget, series: Readonly<Record<string, string>>): boolean {
  return (target.metricRelabel ?? []).every((step) => {
    if (step.does !== 'drop') throw new Error(`the test does not know "${step.does}"`);
    const value = step.from.map((label) => series[label] ?? '').join(step.separator);
    return !new RegExp(`^(?:${step.matches})$`).test(value);
  });
}

describe('renders its config', () => {
  it('as steps of relabeling that throw away what nobody reads', async () => {
    const steps = (on: Platform) =>
      Object.fromEntries(
        made(on).scrapeTargets.flatMap(({ job: name, metricRelabel }) =>
          metricRelabel ? [[name, metricRelabel.map(prometheusRelabel)]] : [],
        ),
      );
    await expect(toYaml(steps(platform('generic')))).toMatchFileSnapshot(
      'golden/cluster/noise.yml',
    );
    await expect(toYaml(steps(platform('k3s')))).toMatchFileSnapshot('golden/cluster/k3s.yml');
  });
});

describe('derives', () => {
  const exprs = made().dashboards.flatMap((dashboard) => drawn(dashboard).exprs);
  const reads = [...new Set(exprs)].flatMap((expr) =>
    [...expr.matchAll(/([a-z_]+)\{[^}]*job="([a-z-]+)"/g)].map(
      ([, metric = '', of = '']) => [metric, of] as const,
    ),
  );
  it('nothing thrown away that its dashboards read', () => {
    expect(reads.length).toBeGreaterThan(20);
    for (const [__name__, of] of reads)
      for (const le of ['0.1', '1.0', '5.0', '+Inf'])
        for (const on of [platform('generic'), platform('k3s')])
          expect([__name__, kept(job(made(on), of), { __name__, le, id: '/x', pod: 'x' })]).toEqual(
            [__name__, true],
          );
  });

  const series: readonly (readonly [string, Readonly<Record<string, string>>, boolean])[] = [
    ['cadvisor', { __name__: 'container_memory_rss', id: '/kubepods/x', pod: 'web' }, true],
    ['cadvisor', { __name__: 'container_memory_rss', id: '/system.slice/ssh' }, false],
    ['cadvisor', { __name__: 'container_memory_rss', id: '/' }, false],
    ['cadvisor', { __name__: 'container_scrape_error' }, true],
    ['cadvisor', { __name__: 'machine_memory_bytes' }, true],
    ['cadvisor', { __name__: 'container_cpu_cfs_throttled_periods_total', pod: 'web' }, true],
    ['cadvisor', { __name__: 'container_spec_memory_limit_bytes', pod: 'web' }, false],
    ['cadvisor', { __name__: 'container_oom_events_total', pod: 'web' }, true],
    [
      'cadvisor',
      { __name__: 'container_network_receive_bytes_total', pod: 'web', interface: 'eth0' },
      true,
    ],
    [
      'cadvisor',
      { __name__: 'container_network_receive_bytes_total', pod: 'cni', interface: 'cali12ab' },
      false,
    ],
    ['kubelet', { __name__: 'storage_operation_duration_seconds_bucket', le: '15.0' }, false],
    ['kubelet', { __name__: 'storage_operation_duration_seconds_bucket', le: '10.0' }, true],
    ['kubelet', { __name__: 'kubelet_volume_stats_used_bytes' }, true],
    ['apiserver', { __name__: 'apiserver_request_duration_seconds_bucket', le: '1.0' }, false],
    ['apiserver', { __name__: 'apiserver_request_duration_seconds_sum' }, true],
    ['apiserver', { __name__: 'apiserver_request_sli_duration_seconds_bucket', le: '3' }, false],
    ['apiserver', { __name__: 'apiserver_request_sli_duration_seconds_bucket', le: '3.0' }, false],
    ['apiserver', { __name__: 'apiserver_request_sli_duration_seconds_bucket', le: '30.0' }, true],
    ['apiserver', { __name__: 'etcd_request_duration_seconds_bucket', le: '1.0' }, false],
    ['apiserver', { __name__: 'etcd_request_duration_seconds_count' }, true],
    ['apiserver', { __name__: 'apiserver_watch_events_sizes_bucket', le: '1024' }, false],
    ['apiserver', { __name__: 'apiserver_watch_events_sizes_sum' }, true],
    ['apiserver', { __name__: 'workqueue_queue_duration_seconds_bucket', le: '1.0' }, true],
  ];
  it.each(series)('in %s, of %o: kept is %s', (name, labels, is) => {
    expect(kept(job(made(), name), labels)).toBe(is);
  });

  it('where one process is everything, each metric at one of its ports only', () => {
    const ports = (on: PlatformName, __name__: string) =>
      ['kubelet', 'apiserver'].filter((of) => kept(job(made(platform(on)), of), { __name__ }));
    expect(ports('generic', 'apiserver_request_total')).toEqual(['kubelet', 'apiserver']);
    const belongs: Readonly<Record<string, readonly string[]>> = {
      apiserver_request_total: ['apiserver'],
      etcd_requests_total: ['apiserver'],
      scheduler_pending_pods: ['apiserver'],
      job_controller_job_syncs_total: ['apiserver'],
      node_collector_zone_health: ['apiserver'],
      kubelet_running_pods: ['kubelet'],
      kubelet_volume_stats_used_bytes: ['kubelet'],
      kubeproxy_sync_proxy_rules_last_timestamp_seconds: ['kubelet'],
      volume_manager_total_volumes: ['kubelet', 'apiserver'],
      process_resident_memory_bytes: ['kubelet', 'apiserver'],
    };
    for (const [metric, at] of Object.entries(belongs))
      expect([metric, ports('k3s', metric)]).toEqual([metric, at]);
  });
});
