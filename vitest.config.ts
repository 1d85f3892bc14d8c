import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Loading cdk8s takes longer than most files' tests: share it.
    isolate: false,
    pool: 'threads',
  },
});
