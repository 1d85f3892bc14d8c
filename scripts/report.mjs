// Writes docs/report.md: who reads what in the stack of the example site, and where its alerts go.
//   npm run report
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, '..');
const bundle = join(root, '.synth/report.cjs');

execFileSync(
  require.resolve('esbuild/bin/esbuild'),
  [
    join(root, 'scripts/report/report.ts'),
    ...[`--outfile=${bundle}`, '--bundle', '--platform=node', '--format=cjs', '--log-level=error'],
  ],
  { stdio: 'inherit', cwd: root },
);
const { report } = require(bundle);
const hasRunbook = (alert) => existsSync(join(root, 'docs/runbooks', `${alert}.md`));
writeFileSync(join(root, 'docs/report.md'), report(hasRunbook));
