import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App, Chart, Component } from '../../lib/core/index.js';
import { Sample } from './parts.js';

let outdir: string;
let stderr: string;
let stdout: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'app-'));
  stderr = '';
  stdout = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(outdir, { recursive: true });
});

const files = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(outdir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(outdir.length + 1), readFileSync(path, 'utf8')]),
  );
const site = (cluster: string) => ({ site: { cluster } });

/** Says what is wrong with it at synth. */
class Broken extends Component {
  constructor(scope: Construct, id: string, ...faults: string[]) {
    super(scope, id, {}, { product: 'broken' });
    this.validate(() => faults.map((fault) => `${this.where}: ${fault}`));
  }
}

describe('synth', () => {
  it('writes one file a chart, in a folder where it stands in a scope, and speaks on stderr only', () => {
    const app = new App({ outdir });
    new Sample(new Chart(app, '10-metrics', site('a')), 'one').run();
    new Sample(new Chart(new Construct(app, 'b'), '10-metrics', site('b')), 'one').run();
    app.synth();
    expect(Object.keys(files())).toEqual(['10-metrics.k8s.yaml', 'b/10-metrics.k8s.yaml']);
    expect(files()['b/10-metrics.k8s.yaml']).toBe(files()['10-metrics.k8s.yaml']);
    expect(stdout).toBe('');
    expect(stderr.split('\n').slice(0, 3)).toEqual([
      'written',
      '  10-metrics.k8s.yaml: 3 objects',
      '  b/10-metrics.k8s.yaml: 3 objects',
    ]);
  });

  it('writes the same bytes again, over whatever was there', () => {
    const synth = (order: readonly string[]) => {
      const app = new App({ outdir });
      const chart = new Chart(app, 'chart', site('a'));
      for (const id of order) new Sample(chart, id).run().listen({ name: 'http', port: 80 });
      app.synth();
      return files();
    };
    const first = synth(['b', 'a']);
    writeFileSync(join(outdir, 'chart.k8s.yaml'), 'something longer, from before');
    expect(synth(['a', 'b'])).toEqual(first);
  });

  it('takes the extension it is told', () => {
    const app = new App({ outdir, outputFileExtension: '.yaml' });
    new Sample(new Chart(app, 'chart', site('a'))).run();
    app.synth();
    expect(Object.keys(files())).toEqual(['chart.yaml']);
  });
});

describe('an error', () => {
  const expectUntouched = (app: App, message: string) => {
    mkdirSync(join(outdir, 'b'));
    for (const file of ['a.k8s.yaml', 'b/keep.txt']) writeFileSync(join(outdir, file), 'before\n');
    const before = files();
    expect(() => app.synth()).toThrow(new Error(message));
    expect(files()).toEqual(before);
    expect(stderr + stdout).toBe('');
  };

  it('of wiring leaves the folder as it was, and all are told: sorted, and once each', () => {
    const app = new App({ outdir });
    new Sample(new Chart(app, 'a', site('a')), 'fine').run();
    const chart = new Chart(app, 'b', site('a'));
    new Broken(chart, 'z', 'has no home; give one', 'has no home; give one');
    new Broken(chart, 'y', 'is alone; give it a friend', 'has no home; give one');
    expectUntouched(
      app,
      [
        '3 errors, nothing was written',
        'b/y: has no home; give one',
        'b/y: is alone; give it a friend',
        'b/z: has no home; give one',
      ].join('\n  '),
    );
  });

  it('of an object does so too', () => {
    const app = new App({ outdir });
    new Sample(new Chart(app, 'a', site('a')), 'fine').run();
    new Sample(new Chart(app, 'b', site('a')), 'fine', { namespace: 'default' }).run();
    expectUntouched(
      app,
      [
        '3 errors, nothing was written',
        ...['NetworkPolicy', 'Resource', 'ServiceAccount'].map(
          (id) =>
            `b/fine/Workload-/${id}: namespace "default" is not for this stack; give it one of its own`,
        ),
      ].join('\n  '),
    );
  });

  it('in an argument or a patch is told with the others, in its own words', () => {
    const app = new App({ outdir });
    const chart = new Chart(app, 'a', site('a'));
    const patchPod = () => {
      throw new Error('patch: it does not apply; mend it');
    };
    new Sample(chart, 'patched', { patchPod }).run();
    new Broken(chart, 'z', 'has no home; give one');
    expectUntouched(
      app,
      [
        '2 errors, nothing was written',
        'a/z: has no home; give one',
        'patch: it does not apply; mend it',
      ].join('\n  '),
    );
  });
});
