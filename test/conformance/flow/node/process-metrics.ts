import { readFile } from 'node:fs/promises';
import { kubeletMetrics } from '../../../../lib/cluster/metrics.js';
import type { Exposition } from './exposition.js';
import { usageOf } from './usage.js';

/** Of the process that plays the node, with Go's names for what Node has too. */
export async function writeProcess(page: Exposition): Promise<void> {
  const usage = await usageOf(process.pid, new Map());
  const limits = await readFile('/proc/self/limits', 'utf8');
  const { rss, heapUsed, heapTotal } = process.memoryUsage();
  page.set('process_cpu_seconds_total', usage.user + usage.system);
  page.set('process_open_fds', usage.descriptors);
  page.set('process_max_fds', Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 0));
  page.set('process_resident_memory_bytes', rss);
  page.set('process_start_time_seconds', Date.now() / 1000 - process.uptime());
  page.set('go_info', 1, { version: `node ${process.version}` });
  page.set('go_threads', usage.threads);
  page.set('go_goroutines', usage.threads);
  page.set('go_memstats_heap_inuse_bytes', heapUsed);
  page.set('go_memstats_heap_alloc_bytes', heapUsed);
  page.set('go_memstats_alloc_bytes', heapUsed);
  page.set('go_memstats_sys_bytes', heapTotal);
  page.set('kubernetes_build_info', 1, {
    ...{ build_date: '', compiler: 'gc', git_commit: '', git_tree_state: 'clean' },
    ...{ git_version: `v${kubeletMetrics.version}`, go_version: '', major: '1', minor: '37' },
    platform: 'linux/amd64',
  });
}
