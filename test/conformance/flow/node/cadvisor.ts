import { createHash } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { cadvisorMetrics } from '../../../../lib/cluster/metrics.js';
import { type ControlGroup, controlGroups } from './control-groups.js';
import type { Device } from './devices.js';
import { Exposition, type Labels } from './exposition.js';
import type { KnownPod, NodeContext } from './types.js';

/** The kernel hands out processor time in rounds of this many microseconds. */
const cpuPeriod = 100_000;
/** Where containers' files are said to lie. */
const disk = { device: '/dev/vda1', major: '253', minor: '0' } as const;

type Values = Readonly<Record<string, number>>;

/** The page under /metrics/cadvisor: what the containers of the node use, measured now. */
export async function cadvisorPage(
  { facts }: NodeContext,
  known: readonly KnownPod[],
): Promise<string> {
  const page = new Exposition(cadvisorMetrics);
  const [groups, { bsize, blocks, bfree, files, ffree }] = await Promise.all([
    controlGroups(known),
    statfs(facts.state),
  ]);
  const device: Values = {
    container_fs_limit_bytes: bsize * blocks,
    container_fs_inodes_total: files,
    container_fs_inodes_free: ffree,
  };
  const now = Date.now();
  for (const group of groups) {
    const used: Values = {
      container_fs_usage_bytes: group.id === '/' ? bsize * (blocks - bfree) : 0,
    };
    writeGroup(page, group, { ...device, ...used }, now);
  }
  await writeMachine(page, facts.name);
  return page.toString();
}

function writeGroup(page: Exposition, group: ControlGroup, onDisk: Values, now: number): void {
  const labels = { id: group.id, ...group.labels };
  const set = (values: Values, more: Labels = {}, at?: number) => {
    for (const [name, value] of Object.entries(values))
      page.set(name, value, { ...labels, ...more }, at);
  };
  // Of these alone cAdvisor does not say when it measured them.
  set(specOf(group));
  set({ ...untold(), ...measured(group, now) }, {}, now);
  const { user, system, bytesRead, bytesWritten, minorFaults, majorFaults } = group.usage;
  set({ container_cpu_usage_seconds_total: user + system }, { cpu: 'total' }, now);
  set({ ...untold('device'), ...onDisk, ...transfers(group) }, { device: disk.device }, now);
  for (const [operation, bytes] of Object.entries({ Read: bytesRead, Write: bytesWritten }))
    set({ container_blkio_device_usage_total: bytes }, { ...disk, operation }, now);
  for (const scope of ['container', 'hierarchy'])
    for (const [failure_type, count] of Object.entries({
      pgfault: minorFaults,
      pgmajfault: majorFaults,
    }))
      set({ container_memory_failures_total: count }, { failure_type, scope }, now);
  set({ container_ulimits_soft: 1_048_576 }, { ulimit: 'max_open_files' }, now);
  for (const one of group.devices) set(network(one), { interface: one.name }, now);
}

const specOf = ({ since, spec: { cpuRequest, cpuLimit, memoryLimit } }: ControlGroup): Values => ({
  container_creation_time_seconds: Math.floor(since.getTime() / 1000),
  container_start_time_seconds: Math.floor(since.getTime() / 1000),
  container_spec_cpu_period: cpuPeriod,
  ...(cpuLimit > 0 ? { container_spec_cpu_quota: Math.round(cpuLimit * cpuPeriod) } : {}),
  container_spec_cpu_shares: Math.max(2, Math.round(cpuRequest * 1024)),
  container_spec_memory_limit_bytes: memoryLimit,
  container_spec_memory_reservation_limit_bytes: 0,
  container_spec_memory_swap_limit_bytes: 0,
});

/**
 * Zeros of what only a control group of its own could tell. Left out is what is not there on every node or in
 * every group: pressure, and rounds of a processor limit.
 */
function untold(...more: readonly string[]): Values {
  const labels = ['container', 'id', 'image', 'name', 'namespace', 'pod', ...more].sort().join();
  const metrics = Object.entries(cadvisorMetrics.metrics)
    .filter(([, metric]) => [...metric.labels].sort().join() === labels)
    .filter(([name]) => !/_(cfs|pressure|spec)_|_time_seconds$/.test(name));
  return Object.fromEntries(metrics.map(([name]) => [name, 0]));
}

const measured = ({ usage, spec }: ControlGroup, now: number): Values => ({
  container_cpu_user_seconds_total: usage.user,
  container_cpu_system_seconds_total: usage.system,
  ...(spec.cpuLimit > 0
    ? {
        container_cpu_cfs_burst_periods_total: 0,
        container_cpu_cfs_burst_seconds_total: 0,
        container_cpu_cfs_periods_total: 0,
        container_cpu_cfs_throttled_periods_total: 0,
        container_cpu_cfs_throttled_seconds_total: 0,
      }
    : {}),
  container_file_descriptors: usage.descriptors,
  container_health_state: -1,
  container_last_seen: Math.floor(now / 1000),
  container_memory_cache: usage.files,
  container_memory_mapped_file: usage.files,
  container_memory_max_usage_bytes: usage.anonymous + usage.files,
  container_memory_rss: usage.anonymous,
  container_memory_swap: usage.swap,
  container_memory_total_active_file_bytes: usage.files,
  container_memory_usage_bytes: usage.anonymous + usage.files,
  container_memory_working_set_bytes: usage.anonymous + usage.files,
  container_processes: usage.processes,
  container_sockets: usage.sockets,
  container_threads: usage.threads,
});

const transfers = ({ usage }: ControlGroup): Values => ({
  container_fs_reads_bytes_total: usage.bytesRead,
  container_fs_reads_total: usage.reads,
  container_fs_writes_bytes_total: usage.bytesWritten,
  container_fs_writes_total: usage.writes,
});

const network = ({ received, sent }: Device): Values => ({
  container_network_receive_bytes_total: received[0],
  container_network_receive_packets_total: received[1],
  container_network_receive_errors_total: received[2],
  container_network_receive_packets_dropped_total: received[3],
  container_network_transmit_bytes_total: sent[0],
  container_network_transmit_packets_total: sent[1],
  container_network_transmit_errors_total: sent[2],
  container_network_transmit_packets_dropped_total: sent[3],
});

async function writeMachine(page: Exposition, node: string): Promise<void> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  const id = createHash('sha256').update(node).digest('hex').slice(0, 32);
  const machine = { machine_id: id, system_uuid: id, boot_id: boot.trim() };
  for (const name of ['machine_cpu_cores', 'machine_cpu_physical_cores'])
    page.set(name, cpus().length, machine);
  page.set('machine_cpu_sockets', 1, machine);
  page.set('machine_memory_bytes', totalmem(), machine);
  for (const name of ['machine_swap_bytes', 'machine_nvm_avg_power_budget_watts'])
    page.set(name, 0, machine);
  for (const name of ['machine_scrape_error', 'container_scrape_error']) page.set(name, 0);
  page.set('cadvisor_version_info', 1, {
    ...{ cadvisorRevision: '', cadvisorVersion: '', dockerVersion: '' },
    ...{ kernelVersion: release(), osVersion: 'Linux' },
  });
}
