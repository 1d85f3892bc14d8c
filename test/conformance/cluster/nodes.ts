import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { toYamlStream } from '../../../lib/model/yaml.js';
import type { Plane } from './control-plane.js';
import { goModule } from './go-module.js';
import type { Kubectl } from './kubectl.js';
import { until } from './run.js';

/** The version whose stages we read; as in tools/kwok. */
const kwok = 'sigs.k8s.io/kwok@v0.8.0';

/** How a fake node, its pods and its volumes live: the folders of kwok's stages that are used. */
const stages = ['node/fast', 'node/heartbeat-with-lease', 'pod/general', 'volume/fast'];

/** The nodes; the last one takes only what tolerates it, as the agents of every node do. */
const nodes = [
  { name: 'node-1', taints: [] },
  { name: 'node-2', taints: [] },
  { name: 'node-3', taints: [{ key: 'dedicated', value: 'other', effect: 'NoSchedule' }] },
];

/** How many nodes a cluster has. */
export const nodeCount = nodes.length;

interface Stage {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { delay?: object };
}

/** Starts kwok, makes the nodes, and waits until they take pods. */
export async function startNodes(plane: Plane, kubectl: Kubectl): Promise<void> {
  const config = join(plane.folder, 'stages.yaml');
  const { lifecycle, storageClass } = await read();
  writeFileSync(config, toYamlStream(lifecycle));
  plane.network.start('kwok', plane.binary('kwok'), [
    `--kubeconfig=${plane.pki.file('kwok.kubeconfig')}`,
    `--config=${config}`,
    '--manage-nodes-with-label-selector=type=kwok',
    '--node-ip=192.0.2.1',
    '--cidr=10.244.0.0/16',
    // It asks nobody who they are.
    '--server-address=127.0.0.1:10247',
    '--node-lease-duration-seconds=40',
  ]);
  await kubectl.ok(['create', '-f', '-'], toYamlStream([...storageClass, ...nodes.map(node)]));
  const taints = nodes.flatMap((one) => one.taints).length;
  await until('nodes ready, without taints but ours', 30, async () => {
    plane.network.assertRunning();
    const all = await kubectl.list('nodes');
    const ready = all.filter((one) =>
      one.status.conditions?.some(
        (c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True',
      ),
    );
    const left = all.flatMap((one) => one.spec.taints ?? []).length;
    return ready.length === nodes.length && left === taints ? true : undefined;
  });
}

/** kwok's stages, in the module of its source; steps that take seconds take none here. */
async function read(): Promise<{ lifecycle: Stage[]; storageClass: Stage[] }> {
  const root = join(await goModule(kwok), 'kustomize', 'stage');
  const all = stages
    .map((stage) => join(root, stage))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.yaml') && !file.endsWith('kustomization.yaml'))
    // Files of a pinned release, whose checksum Go has verified.
    .map((file) => load(readFileSync(file, 'utf8')) as Stage);
  // Heartbeats keep their delay: they repeat.
  for (const { metadata, spec } of all)
    if (metadata.name.startsWith('pod-')) spec.delay = { durationMilliseconds: 50 };
  return {
    lifecycle: all.filter(({ kind }) => kind === 'Stage'),
    storageClass: all.filter(({ kind }) => kind === 'StorageClass'),
  };
}

const room = { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '100Gi' };

const node = ({ name, taints }: (typeof nodes)[number], i: number) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    labels: {
      type: 'kwok',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'topology.kubernetes.io/zone': `z${i + 1}`,
    },
  },
  spec: { taints },
  status: {
    addresses: [
      { type: 'InternalIP', address: `192.0.2.${i + 1}` },
      { type: 'Hostname', address: name },
    ],
    allocatable: room,
    capacity: room,
  },
});
