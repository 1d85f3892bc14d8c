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

/** What runs for the tests of a file, and is ended after them. */
interface Running {
  readonly folder: string;
  stop(options: { readonly keepLogs: boolean }): Promise<void>;
}

/**
 * Something that runs for all tests of a file, one after another. It ends with them; where one failed its logs stay,
 * and stderr says where.
 *
 * @param name as people call it: `cluster`
 * @param seconds that its start and its end may take
 */
export function ofFile<T extends Running>(
  name: string,
  start: () => Promise<T>,
  seconds: { readonly start: number; readonly stop: number },
): () => T {
  let running: T | undefined;
  let failed = false;
  beforeAll(async () => {
    running = await start();
  }, seconds.start * 1000);
  afterEach(({ task }) => {
    failed ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    await running?.stop({ keepLogs: failed });
    if (running && failed) process.stderr.write(`the ${name}'s logs: ${running.folder}/log\n`);
  }, seconds.stop * 1000);
  return () => {
    if (!running) throw new Error(`the ${name} has not started`);
    return running;
  };
}

/** A cluster for all tests of a file. */
export const clusterOfFile = (...products: Parameters<typeof startCluster>): (() => Cluster) =>
  ofFile('cluster', () => startCluster(...products), { start: 120, stop: 30 });
