import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plane } from '../../cluster/control-plane.js';
import { bundle } from './bundle.js';
import { outsideAddress } from './topology.js';

/** Name that the world outside has for everything the site calls. */
export const outsideHost = 'hooks.outside.example';

/** The host that people open Grafana by. They come by the gateway, which is only played: the world outside answers. */
export const siteHost = 'grafana.example.com';

/** The host of the same site after a change of its facts. */
export const otherSiteHost = 'charts.example.com';

/** All names that the world outside answers to; its certificate is for them. */
export const outsideHosts: readonly string[] = [outsideHost, siteHost, otherSiteHost];

/** A request that reached the world outside. */
export interface Received {
  /** When, as a date in ISO 8601. */
  readonly time: string;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The world outside the cluster, which answers `ok` to everything and keeps what it was told. */
export class Outside {
  private constructor(
    private readonly file: string,
    private readonly mute: string,
  ) {}

  /** Starts it, behind the router; the certificate `outside` is its own. */
  static async start({ network, pki, folder }: Plane): Promise<Outside> {
    const file = join(folder, 'outside.jsonl');
    const mute = join(folder, 'outside.mute');
    for (const one of [file, mute]) writeFileSync(one, '');
    const script = await bundle('system/outside-world.ts', folder);
    const certificate = [pki.file('outside.crt'), pki.file('outside.key')];
    network.start('outside', process.execPath, [
      script,
      outsideAddress,
      ...certificate,
      file,
      mute,
    ]);
    return new Outside(file, mute);
  }

  /** Has it give no answer under a name, as if nobody were there; with none, it answers under each again. */
  silence(host = ''): void {
    writeFileSync(this.mute, host);
  }

  /** All requests so far, in their order. */
  received(): readonly Received[] {
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    // Written by outside-world.ts, a line at a time; the last piece is what follows the last line's end.
    return lines.slice(0, -1).map((line) => JSON.parse(line) as Received);
  }
}
