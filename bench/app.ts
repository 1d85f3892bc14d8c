// The work of a synth, phase by phase, for a number of clusters. Prints what it took as JSON.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import { observability } from '../charts/index.js';
import { App } from '../lib/index.js';
import { toYamlStream } from '../lib/model/yaml.js';
import { example } from '../sites/example.js';

const clusters = Number(process.argv[2] ?? '1');
const marks: [string, number][] = [['load', performance.now()]];
const phase = <T>(name: string, work: () => T): T => {
  const result = work();
  marks.push([name, performance.now()]);
  return result;
};

const app = new App();
phase('wire', () => {
  for (let i = 0; i < clusters; i++) {
    const cluster = `${example.cluster}-${i}`;
    observability(clusters === 1 ? app : new Construct(app, cluster), { ...example, cluster });
  }
});
const files = phase('render', () => app.render());
const texts = phase('print', () =>
  files.map(({ file, objects }) => ({ file, text: toYamlStream(objects.map((o) => o.manifest)) })),
);
phase('write', () => {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  for (const { file, text } of texts) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  rmSync(dir, { recursive: true });
});

process.stdout.write(
  JSON.stringify({
    objects: files.reduce((sum, f) => sum + f.objects.length, 0),
    phases: Object.fromEntries(marks.map(([name, at], i) => [name, at - (marks[i - 1]?.[1] ?? 0)])),
    total: performance.now(),
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
