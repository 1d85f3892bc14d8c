// Measures a synth of the example stack for 1, 10 and 100 clusters and writes the figures to
// bench/README.md. Each figure is the median of several cold processes.
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';

const bundle = '.synth/bench.cjs';
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const timed = (work) => {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
};
const esbuild = () =>
  execFileSync(
    'node_modules/.bin/esbuild',
    [
      'bench/app.ts',
      '--bundle',
      '--platform=node',
      '--format=cjs',
      `--outfile=${bundle}`,
      '--log-level=error',
    ],
    { stdio: 'inherit' },
  );

const bundling = median(Array.from({ length: 5 }, () => timed(esbuild).ms));
const rows = [1, 10, 100].map((clusters) => {
  const runs = Array.from({ length: clusters === 100 ? 3 : 7 }, () => {
    const { ms, result } = timed(() => execFileSync(process.execPath, [bundle, String(clusters)]));
    return { ms, ...JSON.parse(result.toString()) };
  });
  const of = (pick) => median(runs.map(pick));
  const phases = Object.keys(runs[0].phases).map((name) => [name, of((r) => r.phases[name])]);
  const inProcess = phases.filter(([name]) => name !== 'load').reduce((sum, [, ms]) => sum + ms, 0);
  return {
    clusters,
    objects: runs[0].objects,
    cold: bundling + of((r) => r.ms),
    inProcess,
    perObject: inProcess / runs[0].objects,
    peak: of((r) => r.peakMb),
    phases,
  };
});
const app = median(
  Array.from({ length: 3 }, () => timed(() => spawnSync('node', ['scripts/synth.mjs'])).ms),
);
const cli = median(
  Array.from({ length: 3 }, () => timed(() => spawnSync('npx', ['cdk8s', '--version'])).ms),
);

const n = (x, digits = 0) => x.toFixed(digits);
const table = [
  '| clusters | objects | cold process (bundle and run), ms | in process, ms | ms an object | peak memory, MB | wire / render / print / write, % |',
  '|---|---|---|---|---|---|---|',
  ...rows.map((r) => {
    const share = r.phases
      .filter(([name]) => name !== 'load')
      .map(([, ms]) => n((ms / r.inProcess) * 100));
    return `| ${r.clusters} | ${r.objects} | ${n(r.cold)} | ${n(r.inProcess)} | ${n(r.perObject, 2)} | ${n(r.peak)} | ${share.join(' / ')} |`;
  }),
].join('\n');
const text = `# How long a synth takes

Written by \`npm run bench\`. Medians of cold processes on ${cpus().length} cores (${arch()}), Node ${process.versions.node}.
Bars: the default stack in a cold process under 600 ms, under 0.3 ms an object, 100 clusters under 400 MB.

${table}

- Bundling alone: ${n(bundling)} ms. Loading the bundle: ${n(rows[0].phases[0][1])} ms, Node's own start included.
- \`node scripts/synth.mjs\`, all of a synth but cdk8s-cli, examples/severed-blog too: ${n(app)} ms.
- cdk8s-cli's own start, which comes on top in \`npx cdk8s synth\`: ${n(cli)} ms.
`;
writeFileSync('bench/README.md', text);
process.stdout.write(text);
