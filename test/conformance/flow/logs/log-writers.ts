import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Namespace, V1Pod } from '@kubernetes/client-node';
import { toYamlStream } from '../../../../lib/model/yaml.js';
import { podOf } from '../system/pods.js';
import type { System } from '../system/system.js';

/** The namespace of all that is written for tests of logs and events. */
export const namespace = 'conformance-logs';

/** The same as an object. */
export const logsNamespace: V1Namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: namespace },
};

/** The value of `app` that writers' lines get, and the name of their container. */
export const [app, container] = ['log-writer', 'writer'];

/** About what a line of a program is long. */
const filler =
  'and some more words, so that it is as long as a line of a log often is, and files fill up';

/**
 * Writes what it is ordered to: a line of the file says how many lines, in how many tenths of a second. It goes on
 * with its numbers from order to order, and then waits: a program that ended would end its log.
 */
const script = `
orders=/tmp/orders
touch $orders
number=0
tail --lines=+1 --follow $orders | while read -r lines ticks; do
  start=$number
  for ((tick = 1; tick <= ticks; tick++)); do
    to=$((start + lines * tick / ticks))
    seq -f "$NAME line %06.0f, ${filler}" $((number + 1)) $to
    number=$to
    sleep 0.1
  done
done
`;

/** A pod that writes numbered lines. */
function writerPod(name: string, node?: string): V1Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/name': app, writer: name } },
    spec: {
      ...(node ? { nodeName: node } : {}),
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: container,
          image: 'conformance/tools',
          command: ['bash', '-c', script],
          env: [{ name: 'NAME', value: name }],
        },
      ],
    },
  };
}

/** The number of a line that a writer wrote; undefined where it wrote something else. */
export function numberOf(name: string, text: string): number | undefined {
  const found = new RegExp(`^${name} line (\\d{6}), ${filler}$`).exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Where a static pod's file lies on its node. */
const manifestOf = (system: System, node: string, name: string): string =>
  join(folderOf(system, node), 'etc/kubernetes/manifests', `${name}.yaml`);

const folderOf = ({ nodes }: System, node: string): string => {
  const found = nodes.find((one) => one.name === node);
  if (!found) throw new Error(`node "${node}" is none of ${nodes.map(({ name }) => name)}`);
  return found.root;
};

/** A pod that writes numbered lines when it is told to. */
export class LogWriter {
  /** How many lines it was told to write until now. */
  ordered = 0;

  private constructor(
    private readonly system: System,
    readonly name: string,
    /** The name of its pod. */
    readonly pod: string,
    readonly node: string,
  ) {}

  /** Starts a writer on a node, by way of the API server. */
  static async start(system: System, name: string, node: string): Promise<LogWriter> {
    const objects = [logsNamespace, writerPod(name, node)];
    await system.kubectl.ok(['apply', '-f', '-'], toYamlStream(objects));
    return new LogWriter(system, name, name, node);
  }

  /** Starts a writer as a static pod: by a file on the node. */
  static async startStatic(system: System, name: string, node: string): Promise<LogWriter> {
    await system.kubectl.ok(['apply', '-f', '-'], toYamlStream([logsNamespace]));
    const file = manifestOf(system, node, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, toYamlStream([writerPod(name)]));
    return new LogWriter(system, name, `${name}-${node}`, node);
  }

  /** Tells it to write, and waits for about as long as that takes. */
  async write(lines: number, seconds: number): Promise<void> {
    const pod = await podOf(this.system, namespace, { writer: this.name });
    const order = `echo ${lines} ${seconds * 10} >>/tmp/orders`;
    const { code, stderr } = await this.system.exec(pod, container, ['bash', '-c', order]);
    if (code !== 0) throw new Error(`${this.name} takes no order: ${stderr.trim()}`);
    this.ordered += lines;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }

  /** Its log files as they lie on the node now, the one that is written among them. */
  files(): readonly LogFile[] {
    const logs = join(folderOf(this.system, this.node), 'var/log/pods');
    const own = readdirSync(logs).find((one) => one.startsWith(`${namespace}_${this.pod}_`));
    if (own === undefined) throw new Error(`${this.pod} has no folder of logs on ${this.node}`);
    const folder = join(logs, own, container);
    return readdirSync(folder).map((name) => {
      const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
      return { name, size, rotated: rotatedAt(name) };
    });
  }

  /** Ends it, and what it left on its node. */
  async remove(): Promise<void> {
    const { system, name, pod, node } = this;
    rmSync(manifestOf(system, node, name), { force: true });
    const wait = ['--ignore-not-found', '--wait=false'];
    await system.kubectl.ok(['delete', 'pod', pod, `--namespace=${namespace}`, ...wait]);
  }
}

/** A log file of a writer. */
export interface LogFile {
  readonly name: string;
  readonly size: number;
  /** When it was put aside; undefined for the one that is written. */
  readonly rotated: Date | undefined;
}

/** The time in `0.log.20250101-150405`, compressed or not. */
function rotatedAt(file: string): Date | undefined {
  const parts = /\.log\.(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(\.gz)?$/.exec(file);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
