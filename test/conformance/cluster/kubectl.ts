import { join } from 'node:path';
import type { Network } from './network.js';
import type { Output } from './run.js';

/** An object as the API server has it; what it holds besides, the reader knows by its kind. */
export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: checks read deep into objects of every kind
  readonly [field: string]: any;
}

/** `kubectl` as the administrator of one cluster. */
export class Kubectl {
  private readonly flags: readonly string[];

  constructor(
    private readonly network: Network,
    private readonly binary: string,
    folder: string,
  ) {
    this.flags = [
      `--kubeconfig=${join(folder, 'pki', 'admin.kubeconfig')}`,
      // Every cluster here has one address: a shared cache would tell of another's API.
      `--cache-dir=${join(folder, 'kube-cache')}`,
    ];
  }

  /** Runs it, whatever comes of it. */
  run(args: readonly string[], input?: string): Promise<Output> {
    return this.network.run(this.binary, [...this.flags, ...args], input);
  }

  /** Runs lines of a shell as a user would in a folder, with `kubectl` being this one. */
  shell(script: string, folder: string): Promise<Output> {
    const command = [this.binary, ...this.flags].map((word) => `'${word}'`).join(' ');
    const lines = [`kubectl() { ${command} "$@"; }`, `cd '${folder}'`, script];
    // Bash takes a socket as its input for a remote login, and reads what a login reads.
    return this.network.run('bash', ['--norc', '-euc', lines.join('\n')]);
  }

  /** @throws when it fails, with what it said */
  async ok(args: readonly string[], input?: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr.trim()}`);
    return stdout;
  }

  /** All objects of some kinds, `pods,services`; of every namespace unless one is named. */
  async list(kinds: string, options: { readonly selector?: string } = {}): Promise<Live[]> {
    const selector = options.selector ? [`--selector=${options.selector}`] : [];
    const text = await this.ok(['get', kinds, '--all-namespaces', '--output=json', ...selector]);
    // The API server's own JSON: a List.
    return (JSON.parse(text) as { items: Live[] }).items;
  }
}
