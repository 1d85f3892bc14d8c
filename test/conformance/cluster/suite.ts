import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { describeWith } from '../programs.js';
import { type Cluster, clusterPrograms, startCluster } from './cluster.js';

const hasGo = spawnSync('go', ['version']).status === 0;

/**
 * Tests that need a cluster: its programs, and Go, which fetches the CRDs and the stages of nodes. In CI both
 * must be there; elsewhere the title says what is missing.
 */
export function describeCluster(title: string, tests: () => void): void {
  if (hasGo || process.env.CI === 'true') describeWith(title, clusterPrograms, tests);
  else describe.skip(`${title} (SKIPPED: go missing; install Go)`, tests);
}

/**
 * A cluster for all tests of a file, one after another. It ends with them; where one failed its logs stay, and
 * stderr says where.
 */
export function clusterOfFile(...products: Parameters<typeof startCluster>): () => Cluster {
  let cluster: Cluster | undefined;
  let failed = false;
  beforeAll(async () => {
    cluster = await startCluster(...products);
  }, 120_000);
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    await cluster?.stop({ keepLogs: failed });
    if (cluster && failed) process.stderr.write(`the cluster's logs: ${cluster.folder}/log\n`);
  }, 30_000);
  return () => {
    if (!cluster) throw new Error('the cluster has not started');
    return cluster;
  };
}
