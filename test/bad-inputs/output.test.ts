import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Alertmanager, blackHole } from '../../lib/alertmanager/index.js';
import { App, Chart } from '../../lib/core/index.js';
import { loki, prometheus } from './row.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Every file of a folder, with what is in it. */
const files = (dir: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );

/** What an earlier synth left, and someone put beside it. */
function earlier(): Record<string, string> {
  write('dist/10-metrics.k8s.yaml', 'kind: ConfigMap\n');
  write('dist/far/20-logs.k8s.yaml', 'kind: Service\n');
  write('dist/README', 'not ours\n');
  write('kustomization.yaml', 'resources: [dist/10-metrics.k8s.yaml]\n');
  return {
    ...files('dist'),
    kustomization: readFileSync(join(root, 'kustomization.yaml'), 'utf8'),
  };
}
const now = () => ({
  ...files('dist'),
  kustomization: readFileSync(join(root, 'kustomization.yaml'), 'utf8'),
});

describe('on an error the output stays as it was', () => {
  const chartOf = (app: App, id: string) => new Chart(app, id, { site: { cluster: 'test' } });
  const apps: readonly (readonly [string, (app: App) => unknown])[] = [
    ['a wrong argument', (app) => loki({ retention: '7d' }, chartOf(app, '20-logs'))],
    [
      'an arrow that is missing',
      (app) =>
        new Alertmanager(chartOf(app, '10-metrics'), 'alertmanager', {
          routes: { receiver: blackHole({ reason: 'nobody reads it' }) },
        }),
    ],
    [
      'a rule that cannot be read',
      (app) =>
        prometheus({}, chartOf(app, '10-metrics')).addRules({
          rules: () => [{ name: 'a', language: 'promql', rules: [{ record: 'a', expr: 'sum(' }] }],
        }),
    ],
    [
      'an object that Kubernetes would refuse, in the last chart',
      (app) => {
        prometheus({}, chartOf(app, '10-metrics'));
        loki(
          { patchPod: (pod: object) => ({ ...pod, nodeSelector: { pool: 'the big one' } }) },
          chartOf(app, '20-logs'),
        );
      },
    ],
  ];
  it.each(apps)('of %s', (_, build) => {
    const before = earlier();
    const app = new App({ outdir: join(root, 'dist') });
    expect(() => {
      build(app);
      app.synth();
    }).toThrow();
    expect(now()).toEqual(before);
  });
});

describe('npm run synth', () => {
  /** Runs the app command in a copy of this project whose main.ts is this. */
  function run(main: string, example?: string) {
    if (example !== undefined) write('examples/shop/main.ts', example);
    for (const name of ['charts', 'imports', 'lib', 'node_modules', 'scripts', 'sites'])
      symlinkSync(resolve(name), join(root, name));
    write('main.ts', main);
    const { CDK8S_OUTDIR: _, ...env } = process.env;
    return spawnSync(process.execPath, ['scripts/synth.mjs'], { cwd: root, env, encoding: 'utf8' });
  }
  const stack = (changes: string, after = '') =>
    [
      "import { Size } from 'cdk8s';",
      "import { observability } from './charts/index.js';",
      "import { App } from './lib/index.js';",
      "import { example } from './sites/example.js';",
      'const app = new App();',
      `observability(app, { ...example, volumes: { metrics: ${changes} } });`,
      'app.synth();',
      after,
    ].join('\n');

  it.each([
    [
      'a fact that is wrong',
      stack("'50 GB'"),
      'site: volumes.metrics "50 GB" is not a Size; give Size.gibibytes(50), from \'cdk8s\'\n',
    ],
    [
      'an error after all was written',
      stack('Size.gibibytes(50)', "throw new Error('later: something broke; mend it');"),
      'later: something broke; mend it\n',
    ],
    [
      'an app that writes nothing',
      'export {};',
      'main.ts wrote no manifests: dist/ is left as it was\n',
    ],
    ['a text that is no program', 'const = 5;', 'Expected identifier but found "="'],
  ])(
    'leaves dist/ and the kustomization as they were: %s',
    (_, main, message) => {
      const before = earlier();
      const { status, stderr } = run(main);
      expect(stderr).toContain(message);
      expect(status).toBe(1);
      expect(now()).toEqual(before);
    },
    20_000,
  );

  it('replaces both when it succeeds', () => {
    earlier();
    expect(run(stack('Size.gibibytes(50)'))).toMatchObject({ status: 0, stdout: '' });
    expect(Object.keys(files('dist')).sort()).toEqual([
      'dist/00-namespaces.k8s.yaml',
      'dist/10-metrics.k8s.yaml',
      'dist/20-logs.k8s.yaml',
      'dist/40-dashboards.k8s.yaml',
      'dist/90-edge.k8s.yaml',
    ]);
    expect(now().kustomization).not.toContain('resources: [');
  }, 20_000);

  const shop = (changes: string) =>
    [
      "import { App, Chart, Loki } from '../../lib/index.js';",
      'export default () => {',
      '  const app = new App();',
      "  new Loki(new Chart(app, 'shop', { site: { cluster: 'shop' } }), 'loki', {",
      changes,
      '  });',
      '  return app;',
      '};',
    ].join('\n');

  it('writes each example that is a whole system, and says so under its name', () => {
    earlier();
    const { status, stderr } = run(stack('Size.gibibytes(50)'), shop(''));
    expect(status).toBe(0);
    expect(stderr).toMatch(/\n\nexamples\/shop\nwritten\n {2}shop\.k8s\.yaml: \d+ objects\n/);
    expect(Object.keys(files('examples/shop/dist'))).toEqual(['examples/shop/dist/shop.k8s.yaml']);
    expect(files('examples/shop')['examples/shop/kustomization.yaml']).toContain(
      'resources:\n  - dist/shop.k8s.yaml\n',
    );
  }, 20_000);

  it('leaves all of them as they were when one fails', () => {
    const before = earlier();
    write('examples/shop/dist/shop.k8s.yaml', 'kind: ConfigMap\n');
    const { status, stderr } = run(stack('Size.gibibytes(50)'), shop("tenant: '..'"));
    expect(stderr).toContain('examples/shop\nshop/loki: tenant ".." is not an org id');
    expect(status).toBe(1);
    expect(now()).toEqual(before);
    expect(files('examples/shop/dist')).toEqual({
      'examples/shop/dist/shop.k8s.yaml': 'kind: ConfigMap\n',
    });
  }, 20_000);
});
