import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { ConformanceReporter } from './test/conformance/reporter.js';

/** A part of the run: one after another in their order, with some files side by side. */
const tier = (
  order: number,
  name: string,
  include: string,
  maxWorkers: number,
): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, include: [include], maxWorkers, sequence: { groupOrder: order } },
});

export default defineConfig({
  test: {
    projects: [
      tier(1, 'static', 'test/conformance/static/*.test.ts', 1),
      // Each file has a cluster of its own, and waits as much as it works.
      tier(2, 'cluster', 'test/conformance/*.test.ts', 2),
      tier(3, 'flow', 'test/conformance/flow/*.test.ts', 2),
    ],
    reporters: ['verbose', new ConformanceReporter()],
    isolate: false,
    // What runs for real may be late on a busy machine: the last lines tell of what took a second try.
    retry: 1,
    // Real programs end with the process that started them.
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
