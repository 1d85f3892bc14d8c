import { readFileSync } from 'node:fs';
import type { Live } from '../../cluster/kubectl.js';
import { until } from '../../cluster/run.js';
import { type PodRecord, recordFile } from '../node/pod-files.js';
import type { System } from './system.js';

/** The label by which the pods of one component are told from all others. */
export const instance = 'app.kubernetes.io/instance';

/** A pod that runs, as its node has recorded it. */
export class RunningPod {
  readonly uid: string;
  readonly address: string;
  readonly sandboxPid: number;

  constructor(
    readonly namespace: string,
    readonly name: string,
    readonly node: string,
    private readonly record: PodRecord,
  ) {
    this.uid = record.uid;
    this.address = record.address;
    this.sandboxPid = record.sandboxPid;
  }

  /** The process of a container, by its number inside of the private network. */
  pid(container: string): number {
    const found = this.record.containers[container];
    if (found) return found.pid;
    const names = Object.keys(this.record.containers).join(', ');
    throw new Error(
      `pod ${this.name}: container "${container}" does not run; give one of ${names}`,
    );
  }
}

const isRunning = ({ metadata, status }: Live): boolean =>
  status.phase === 'Running' && !('deletionTimestamp' in metadata);

/** The pods of a namespace with these labels that run. */
export async function podsOf(
  { kubectl, nodes }: Pick<System, 'kubectl' | 'nodes'>,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<readonly RunningPod[]> {
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const pods = await kubectl.list('pods', { selector: selector.join(',') });
  return pods
    .filter((pod) => pod.metadata.namespace === namespace && isRunning(pod))
    .flatMap(({ metadata: { name, uid }, spec }) => {
      const node = nodes.find((one) => one.name === spec.nodeName);
      if (!node) throw new Error(`pod ${name} is on "${spec.nodeName}", which is no node of ours`);
      const record = read(recordFile(node, { namespace, name }));
      return record?.uid === uid ? [new RunningPod(namespace, name, node.name, record)] : [];
    });
}

/** The one pod of a namespace with these labels, as soon as it runs. */
export const podOf = (
  system: Pick<System, 'kubectl' | 'nodes'>,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<RunningPod> =>
  until(`one running pod of ${JSON.stringify(labels)} in ${namespace}`, 60, async () => {
    const pods = await podsOf(system, namespace, labels);
    return pods.length === 1 ? pods[0] : undefined;
  });

function read(file: string): PodRecord | undefined {
  try {
    // As its node has written it.
    return JSON.parse(readFileSync(file, 'utf8')) as PodRecord;
  } catch {
    return undefined;
  }
}
