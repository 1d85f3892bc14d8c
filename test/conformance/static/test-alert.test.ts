import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/tools/programs.mjs';
import { describeWith } from '../programs.js';
import { RealAlertmanager } from './real-alertmanager.js';

/** Somebody who is told, and answers so. */
async function listener(status: number) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(status).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The edge: only a server that listens on a path has another kind of address.
  const { port } = server.address() as AddressInfo;
  return { bodies, server, url: `http://127.0.0.1:${port}/chat` };
}

/** An Alertmanager that has these routes to a channel, of which the site's receiver is one. */
const config = (url: string, receiver: string) =>
  dump({
    route: { receiver, group_by: ['alertname'], group_wait: '0s' },
    receivers: ['slack', 'other'].map((name) => ({
      name,
      slack_configs: [{ api_url: url, channel: '#alerts' }],
    })),
  });

/** The real command against a real Alertmanager; in the place of a cluster, a kubectl that only opens the way. */
async function ran(status: number, alerts: readonly string[], receiver = 'slack') {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-test-alert-'));
  const channel = await listener(status);
  const alertmanager = await RealAlertmanager.start(config(channel.url, receiver));
  try {
    if (alerts.length > 0) await alertmanager.fire(alerts.map((alertname) => ({ alertname })));
    const kubectl = `#!/bin/sh\necho "$*" >'${folder}/words'\necho "Forwarding from ${new URL(alertmanager.url).host} -> 9093"\nexec sleep 60\n`;
    writeFileSync(join(folder, 'kubectl'), kubectl, { mode: 0o755 });
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    const words = ['scripts/test-alert.mjs', '--send', '--context=prod', 'severity=critical'];
    const { code, lines } = await new Promise<{ code: number; lines: string[] }>((resolve) => {
      const child = execFile(process.execPath, words, { env, cwd: root }, (_, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, lines: `${stdout}${stderr}`.trim().split('\n') }),
      );
    });
    const asked = readFileSync(join(folder, 'words'), 'utf8').trim();
    return { code, asked, lines: lines.slice(1), title: lines[0], told: channel.bodies.join('\n') };
  } finally {
    await alertmanager.close();
    channel.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const watchdog = 'rules to Alertmanager: the Watchdog is there';

describeWith('npm run test-alert', ['alertmanager'], () => {
  it('follows its alert to who is told', async () => {
    const { code, asked, title, lines, told } = await ran(200, ['Watchdog']);
    expect(asked).toBe(
      '--context=prod --namespace=observability port-forward --address=127.0.0.1 statefulset/alertmanager :9093',
    );
    expect(title).toBe(
      'observability/alertmanager: alertname=TestAlert severity=critical cluster=example namespace=observability is to reach slack (slack)',
    );
    expect(lines).toEqual([
      `ok    ${watchdog}`,
      'ok    Alertmanager sends it to slack',
      'ok    slack by slack: taken',
    ]);
    expect(code).toBe(0);
    expect(told).toContain('TestAlert');
  });

  it('says where the way ends', async () => {
    const { code, lines } = await ran(404, []);
    expect(lines).toEqual([
      'fails rules to Alertmanager: no Watchdog fires; see whether Prometheus runs and reaches it',
      'ok    Alertmanager sends it to slack',
      'fails slack by slack: not taken; the log of Alertmanager says why',
    ]);
    expect(code).toBe(1);
  });

  it('says where a live Alertmanager has other routes than the site', async () => {
    const { code, lines } = await ran(200, ['Watchdog'], 'other');
    expect(lines[1]).toBe('fails Alertmanager sends it to other, the site says slack; apply dist/');
    expect(code).toBe(1);
  });
});
