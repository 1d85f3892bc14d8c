import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import type { AlertLabels } from '../../../lib/alertmanager/index.js';
import { program } from '../programs.js';

/** An alert as the API tells of it. */
export interface RealAlert {
  readonly fingerprint: string;
  readonly labels: AlertLabels;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: { readonly inhibitedBy: readonly string[]; readonly mutedBy: readonly string[] };
}

/** A group as the API tells of it. */
export interface RealGroup {
  readonly labels: AlertLabels;
  readonly receiver: { readonly name: string };
  readonly alerts: readonly RealAlert[];
}

/** What the API tells at one moment. */
export interface Seen {
  readonly alerts: readonly RealAlert[];
  readonly groups: readonly RealGroup[];
}

interface WrittenRoute {
  group_wait?: string;
  routes?: WrittenRoute[];
}

/** What of the format is changed here. */
interface WrittenConfig {
  route: WrittenRoute;
  receivers: object[];
  templates?: string[];
}

/**
 * The same routes, inhibitions and times, with receivers that tell nobody, and no wait: a group is found to be
 * muted when its first message is due.
 */
export function silent(config: string): string {
  // The edge: the file's shape is Alertmanager's.
  const { templates: _, ...written } = load(config) as WrittenConfig;
  const hurry = (route: WrittenRoute): WrittenRoute => ({
    ...route,
    group_wait: '0s',
    ...(route.routes && { routes: route.routes.map(hurry) }),
  });
  const receivers = written.receivers.map((receiver) => ({ name: Reflect.get(receiver, 'name') }));
  return dump({ ...written, route: hurry(written.route), receivers });
}

/** A real Alertmanager that only this machine hears. Ended by `close`. */
export class RealAlertmanager {
  private constructor(
    private readonly process: ChildProcess,
    /** Where it answers. */
    readonly url: string,
    private readonly folder: string,
  ) {}

  /** Starts one with a configuration, on a port that is free. */
  static async start(config: string): Promise<RealAlertmanager> {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, config);
    const child = spawn(
      program('alertmanager') ?? 'alertmanager',
      [
        `--config.file=${file}`,
        `--storage.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
        '--cluster.listen-address=',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    const address = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const [, found] = /msg="Listening on" address=(\S+)/.exec(said) ?? [];
        if (found) resolve(found);
      });
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`alertmanager ended:\n${said}`)));
    });
    return new RealAlertmanager(child, `http://${address}`, folder);
  }

  /** Alerts begin to fire, for an hour. */
  async fire(alerts: readonly AlertLabels[]): Promise<void> {
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts.map((labels) => ({ labels, endsAt }))),
    });
    if (!response.ok) throw new Error(`alertmanager: ${response.status} ${await response.text()}`);
  }

  /** What it has, once it has grouped so many, and nothing changes any more: mutes come with the first message. */
  async seen(count: number): Promise<Seen> {
    let last = '';
    for (let tries = 0; tries < 40; tries++) {
      // The edge: both answers are of the API's shape.
      const alerts = (await this.get('alerts')) as Seen['alerts'];
      const groups = (await this.get('alerts/groups')) as Seen['groups'];
      const grouped = new Set(groups.flatMap((g) => g.alerts.map((a) => a.fingerprint)));
      const state = groups
        .flatMap((g) => g.alerts.map((a) => `${a.fingerprint} ${a.status.mutedBy}`))
        .sort()
        .join();
      if (alerts.length >= count && grouped.size >= count && state === last)
        return { alerts, groups };
      last = state;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`alertmanager: ${count} alerts are not all grouped after 20 seconds`);
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async get(path: string): Promise<unknown> {
    return (await fetch(`${this.url}/api/v2/${path}`)).json();
  }
}
