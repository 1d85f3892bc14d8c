import { defineConfig } from 'vitest/config';
import { ConformanceReporter } from './test/conformance/reporter.js';

export default defineConfig({
  test: {
    include: ['test/conformance/**/*.test.ts'],
    reporters: ['verbose', new ConformanceReporter()],
    // Real programs want the machine to themselves, and end with the process that started them.
    fileParallelism: false,
    isolate: false,
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
