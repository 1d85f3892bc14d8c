// What the site says of an alert: its Alertmanagers, and by the simulator who they will tell.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const lib = resolve(import.meta.dirname, '../../lib');

/** Runs a main.ts in memory: its apps are kept, and nothing is written. */
const entry = (main) => `
  const { App } = require(${JSON.stringify(join(lib, 'core/app.ts'))});
  const { Alertmanager } = require(${JSON.stringify(join(lib, 'alertmanager/index.ts'))});
  const apps = [];
  App.prototype.synth = function () { apps.push(this); };
  require(${JSON.stringify(resolve(main))}).default?.().synth();
  module.exports = apps.flatMap((app) => app.node.findAll()).filter((part) => part instanceof Alertmanager);
`;

/** Every Alertmanager that a main.ts makes. */
function alertmanagersOf(main) {
  const folder = mkdtempSync(join(tmpdir(), 'test-alert-'));
  try {
    execFileSync(
      require.resolve('esbuild/bin/esbuild'),
      [
        ...[`--outfile=${join(folder, 'main.cjs')}`, '--bundle', '--platform=node'],
        ...['--format=cjs', '--log-level=error'],
      ],
      { input: entry(main), stdio: ['pipe', 'inherit', 'inherit'], cwd: resolve(lib, '..') },
    );
    return require(join(folder, 'main.cjs'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A delivery as plain data. */
const wayOf = ({ receiver, groupWait, groupInterval, mutedBy }) => ({
  receiver: receiver.name,
  integrations: receiver.integrations.map(({ list }) => list.replace(/_configs$/, '')),
  reason: receiver.reason,
  // One that joins a group of before is told of when that is looked at next.
  waitSeconds: Math.ceil(
    Math.max(groupWait.toMilliseconds(), groupInterval.toMilliseconds()) / 1000,
  ),
  mutedBy,
});

/**
 * Where a test alert is sent for each Alertmanager of a site, and what must become of it.
 *
 * @param {string} main the file that makes the app
 * @param {Readonly<Record<string, string>>} labels more labels of the alert
 */
export function plansOf(main, labels, at = new Date()) {
  return alertmanagersOf(main).map((alertmanager) => {
    const { cluster } = alertmanager.site;
    const [workload] = alertmanager.workloads;
    const own = { alertname: 'TestAlert', severity: 'warning', cluster };
    const all = { ...own, namespace: alertmanager.namespace, ...labels };
    return {
      name: `${alertmanager.namespace}/${alertmanager.name}`,
      namespace: alertmanager.namespace,
      workload: workload.name,
      replicas: workload.replicas,
      port: alertmanager.httpEndpoint.port,
      path: alertmanager.httpEndpoint.path,
      labels: all,
      ways: alertmanager.routes.of(all, { at }).deliveries.map(wayOf),
    };
  });
}
