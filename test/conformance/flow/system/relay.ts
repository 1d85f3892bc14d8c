import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Network } from '../../cluster/network.js';
import { dnsAddress } from './agent.js';
import type {
  Reached,
  RelayAnswer,
  RelayAsk,
  RelayRequest,
  RelayResponse,
  RelayTarget,
} from './relay-types.js';

/** A pod's network, as its node has made it. */
export interface PodNetwork {
  readonly namespace: string;
  readonly name: string;
  /** A process that holds it, by its number inside of the private network. */
  readonly sandboxPid: number;
}

/** Where relays run, and the bundle of relay-process.ts that they are. */
export interface RelayPlace {
  readonly network: Network;
  readonly folder: string;
  readonly script: string;
}

/** Talks over the network as one pod would: with its address, its names, and what policies let it do. */
export class Relay {
  private readonly waiting = new Map<number, (answer: RelayAnswer) => void>();
  private last = 0;
  private ended = false;

  private constructor(
    private readonly pod: PodNetwork,
    private readonly child: ChildProcessWithoutNullStreams,
  ) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      // Lines of relay-process.ts.
      const answer = JSON.parse(line) as RelayAnswer;
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    });
    child.once('exit', () => {
      this.ended = true;
      for (const [id, tell] of this.waiting) tell({ id, error: this.gone() });
    });
    // Who waits is told when it exits.
    child.stdin.on('error', () => undefined);
  }

  /** Enters a pod's network, with the file of name servers that kubelet would give it. */
  static open({ network, folder, script }: RelayPlace, pod: PodNetwork): Relay {
    const { namespace, name, sandboxPid } = pod;
    const resolvConf = join(folder, `resolv-${namespace}.conf`);
    writeFileSync(resolvConf, nameServers(namespace));
    const child = network.converse(`relay-${namespace}-${name}`, 'nsenter', [
      ...[`--net=/proc/${sandboxPid}/ns/net`, 'unshare', '--mount', '--propagation', 'private'],
      ...['sh', '-euc', 'mount --bind "$1" /etc/resolv.conf; shift; exec "$@"', 'sh', resolvConf],
      ...[process.execPath, script],
    ]);
    return new Relay(pod, child);
  }

  /** @throws when no answer came, with why */
  async fetch(request: RelayRequest): Promise<RelayResponse> {
    const answer = await this.ask({ id: this.next(), fetch: request });
    if ('response' in answer) return answer.response;
    const why = 'error' in answer ? answer.error : 'it was not asked for that';
    const { namespace, name } = this.pod;
    throw new Error(`${request.url} from ${namespace}/${name}: ${why}`);
  }

  /** Tries connections, all at once; what came of each, in their order. */
  async connect(targets: readonly RelayTarget[], timeoutMs = 2000): Promise<readonly Reached[]> {
    const answer = await this.ask({ id: this.next(), connect: targets, timeoutMs });
    if ('reached' in answer) return answer.reached;
    throw new Error('error' in answer ? answer.error : 'the relay was not asked for that');
  }

  close(): void {
    this.child.stdin.end();
  }

  private next(): number {
    this.last += 1;
    return this.last;
  }

  private gone(): string {
    return `the relay in ${this.pod.namespace}/${this.pod.name} has ended; look at its log`;
  }

  private ask(ask: RelayAsk): Promise<RelayAnswer> {
    return new Promise((resolve) => {
      if (this.ended) resolve({ id: ask.id, error: this.gone() });
      this.waiting.set(ask.id, resolve);
      this.child.stdin.write(`${JSON.stringify(ask)}\n`);
    });
  }
}

/** As kubelet writes it for a pod that asks the cluster for names. */
const nameServers = (namespace: string): string =>
  [
    `nameserver ${dnsAddress}`,
    `search ${namespace}.svc.cluster.local svc.cluster.local cluster.local`,
    'options ndots:5',
    '',
  ].join('\n');
