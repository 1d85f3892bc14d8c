// Bundles an app, runs it into a staging folder, and puts that in the place of dist/ when it succeeded.
// `node scripts/synth.mjs [main.ts [dist]]`; cdk8s.yaml names it as the app command.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { dump } from 'js-yaml';

const [main = 'main.ts', dist = 'dist'] = process.argv.slice(2);
const staging = process.env.CDK8S_OUTDIR ?? join('.synth', dist);
const bundle = resolve('.synth', main.replace(/\.ts$/, '.cjs'));

// Dependencies are bundled too: loading them one by one takes three times as long.
// esbuild's own binary: its JavaScript API takes a tenth of a second to start.
execFileSync(
  createRequire(import.meta.url).resolve('esbuild/bin/esbuild'),
  [
    main,
    `--outfile=${bundle}`,
    '--bundle',
    '--platform=node',
    '--format=cjs',
    '--sourcemap=linked',
    '--sources-content=false',
    '--log-level=error',
  ],
  { stdio: 'inherit' },
);
rmSync(staging, { recursive: true, force: true });
mkdirSync(staging, { recursive: true });
process.env.CDK8S_OUTDIR = staging;
process.setSourceMapsEnabled(true);
try {
  createRequire(import.meta.url)(bundle);
} catch (error) {
  // A refusal says where and what; a slip in the code has nothing but its place.
  const refused = error instanceof Error && error.name === 'Error';
  process.stderr.write(`${refused ? error.message : (error?.stack ?? error)}\n`);
  process.exit(1);
}

const files = readdirSync(staging, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.yaml'))
  .sort();
if (files.length === 0) {
  process.stderr.write(`${main} wrote no manifests: dist/ is left as it was\n`);
  process.exit(1);
}
// Copied beside it first, so that dist/ is replaced by two renames; cdk8s-cli reads the staging folder after.
const [next, old] = [join('.synth', 'next'), join('.synth', 'old')];
for (const dir of [next, old]) rmSync(dir, { recursive: true, force: true });
cpSync(staging, next, { recursive: true });
if (existsSync(dist)) renameSync(dist, old);
renameSync(next, dist);
rmSync(old, { recursive: true, force: true });
const at = (file) => relative(dirname(main), join(dist, file));
writeFileSync(
  join(dirname(main), 'kustomization.yaml'),
  dump({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: files.map(at),
  }),
);
