// Bundles apps, runs each into a staging folder, and puts these in the place of each dist/ when all succeeded.
// `node scripts/synth.mjs [main.ts [dist]]`: that one, or main.ts and each example that is a whole system.
// cdk8s.yaml names it as the app command.
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

const require = createRequire(import.meta.url);
const [main = 'main.ts', dist = 'dist'] = process.argv.slice(2);
const staging = process.env.CDK8S_OUTDIR ?? join('.synth', dist);
const examples = existsSync('examples') && process.argv.length === 2 ? readdirSync('examples') : [];
const apps = [
  { main, dist, staging },
  ...examples
    .map((name) => join('examples', name))
    .filter((dir) => existsSync(join(dir, 'main.ts')))
    .map((dir) => ({
      main: join(dir, 'main.ts'),
      dist: join(dir, 'dist'),
      staging: join('.synth', dir, 'dist'),
    })),
];
const bundle = resolve('.synth', main.replace(/\.ts$/, '.cjs'));

// Dependencies are bundled too: loading them one by one takes three times as long. One bundle for all apps, which
// run when they are asked for: what they share is loaded once.
// esbuild's own binary: its JavaScript API takes a tenth of a second to start.
execFileSync(
  require.resolve('esbuild/bin/esbuild'),
  [
    `--outfile=${bundle}`,
    '--bundle',
    '--platform=node',
    '--format=cjs',
    '--sourcemap=linked',
    '--sources-content=false',
    '--log-level=error',
  ],
  {
    input: `module.exports = [${apps.map((app) => `() => require(${JSON.stringify(resolve(app.main))})`)}]`,
    stdio: ['pipe', 'inherit', 'inherit'],
  },
);
process.setSourceMapsEnabled(true);
const runs = require(bundle);

/** Manifests that an app has written. */
const filesOf = (app) =>
  readdirSync(app.staging, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.yaml'))
    .sort();

/**
 * Runs an app, which synthesizes itself as main.ts does, or exports by default what makes it, as tests want it.
 *
 * @returns whether it wrote something; if not, stderr says why
 */
function run(app, start) {
  rmSync(app.staging, { recursive: true, force: true });
  mkdirSync(app.staging, { recursive: true });
  process.env.CDK8S_OUTDIR = app.staging;
  if (app.main !== main) process.stderr.write(`\n${dirname(app.main)}\n`);
  try {
    start().default?.().synth();
  } catch (error) {
    // A refusal says where and what; a slip in the code has nothing but its place.
    const refused = error instanceof Error && error.name === 'Error';
    process.stderr.write(`${refused ? error.message : (error?.stack ?? error)}\n`);
    return false;
  }
  if (filesOf(app).length > 0) return true;
  process.stderr.write(`${app.main} wrote no manifests: ${app.dist}/ is left as it was\n`);
  return false;
}

const ran = apps.map((app, i) => run(app, runs[i]));
if (ran.includes(false)) process.exit(1);

// Copied beside them first, so that each dist/ is replaced by two renames; cdk8s-cli reads the staging folder after.
const [next, old] = [join('.synth', 'next'), join('.synth', 'old')];
for (const dir of [next, old]) {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
}
for (const [i, app] of apps.entries()) cpSync(app.staging, join(next, `${i}`), { recursive: true });
for (const [i, app] of apps.entries()) {
  if (existsSync(app.dist)) renameSync(app.dist, join(old, `${i}`));
  renameSync(join(next, `${i}`), app.dist);
}
for (const dir of [next, old]) rmSync(dir, { recursive: true, force: true });
for (const app of apps) {
  const at = (file) => relative(dirname(app.main), join(app.dist, file));
  writeFileSync(
    join(dirname(app.main), 'kustomization.yaml'),
    dump({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: filesOf(app).map(at),
    }),
  );
}
