import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They run real programs, by `npm run conformance`.
    exclude: [...configDefaults.exclude, 'test/conformance/**'],
    // Loading cdk8s takes longer than most files' tests: share it.
    isolate: false,
    pool: 'threads',
    // For machines that do other work as well: alone, the longest test takes two seconds.
    testTimeout: 30_000,
  },
});
