import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../../lib/model/yaml.js';
import type { Lines } from '../../alerts/inputs.js';
import { program } from '../programs.js';

/** What a query yields: labels of each series. */
export type Yield = readonly Readonly<Record<string, string>>[];

const config = (folder: string, port: number): object => ({
  auth_enabled: true,
  analytics: { reporting_enabled: false },
  server: {
    http_listen_address: '127.0.0.1',
    http_listen_port: port,
    grpc_listen_address: '127.0.0.1',
    grpc_listen_port: port + 1,
    log_level: 'error',
  },
  common: {
    path_prefix: folder,
    instance_addr: '127.0.0.1',
    replication_factor: 1,
    ring: { kvstore: { store: 'inmemory' } },
    storage: { filesystem: { chunks_directory: folder, rules_directory: folder } },
  },
  // Nobody else is to be waited for.
  ingester: { lifecycler: { min_ready_duration: '0s' } },
  schema_config: {
    configs: [
      {
        from: '2025-01-01',
        store: 'tsdb',
        object_store: 'filesystem',
        schema: 'v13',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
});

/** A real Loki that only this machine hears, with a tenant for each question. Ended by `close`. */
export class RealLoki {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
  ) {}

  /**
   * @throws when it is not ready in time
   */
  static async start(port: number): Promise<RealLoki> {
    const folder = mkdtempSync(join(tmpdir(), 'conformance-loki-'));
    const file = join(folder, 'config.yaml');
    writeFileSync(file, toYaml(config(folder, port)));
    const process = spawn(program('loki') ?? '', [`-config.file=${file}`], { stdio: 'ignore' });
    const loki = new RealLoki(process, folder, `http://127.0.0.1:${port}`);
    for (let left = 120; left > 0; left--) {
      // Nobody listens yet: that is no answer either.
      const answer = await fetch(`${loki.url}/ready`).catch(() => undefined);
      if (answer?.ok) return loki;
      await new Promise((after) => setTimeout(after, 500));
    }
    loki.close();
    throw new Error('Loki is not ready after a minute');
  }

  close(): void {
    this.process.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes lines, evenly spread over the last minutes before a time. */
  async push(
    tenant: string,
    inputs: readonly Lines[],
    minutes: number,
    until: Date,
  ): Promise<void> {
    const streams = inputs.map(({ labels, line, perMinute }) => {
      const count = Math.round(perMinute * minutes);
      return {
        stream: labels,
        values: Array.from({ length: count }, (_, i) => {
          const ago = ((count - i) / count) * minutes * 60_000;
          // Two lines of one time and one text are one.
          return [`${BigInt(Math.round(until.getTime() - ago)) * 1_000_000n + BigInt(i)}`, line];
        }),
      };
    });
    await this.ask(tenant, '/loki/api/v1/push', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: streams.filter(({ values }) => values.length > 0) }),
    });
  }

  /**
   * What an expression yields at a time.
   *
   * @throws on an expression that Loki refuses
   */
  async query(tenant: string, expr: string, at: Date): Promise<Yield> {
    const search = new URLSearchParams({ query: expr, time: `${at.getTime() / 1000}` });
    const body = await this.ask(tenant, `/loki/api/v1/query?${search}`);
    // The edge: the answer's shape is Loki's.
    const { data } = JSON.parse(body) as { data: { result: { metric: Yield[number] }[] } };
    return data.result.map(({ metric }) => metric);
  }

  private async ask(tenant: string, path: string, init: RequestInit = {}): Promise<string> {
    const headers = { ...init.headers, 'X-Scope-OrgID': tenant };
    const answer = await fetch(this.url + path, { ...init, headers });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`Loki: ${path}: ${answer.status}: ${body}`);
    return body;
  }
}
