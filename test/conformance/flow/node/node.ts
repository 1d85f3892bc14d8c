import {
  CoordinationV1Api,
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1OwnerReference,
  VersionApi,
} from '@kubernetes/client-node';
import type { NodeContext, NodeFacts } from './types.js';
import { asking, hasCode, pause } from './waiting.js';

const room = { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '100Gi' };

const leases = 'kube-node-lease';

const apply = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
const merge = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
const manager = { fieldManager: 'kubelet', force: true };

/** Makes the Node, ready for pods. @returns how its own objects name it as their owner */
export async function registerNode({ facts, kube }: NodeContext): Promise<V1OwnerReference> {
  const core = kube.makeApiClient(CoreV1Api);
  const { name } = facts;
  const body = nodeOf(facts);
  const { metadata } = await asking(() => core.patchNode({ name, body, ...manager }, apply));
  const { gitVersion } = await asking(() => kube.makeApiClient(VersionApi).getCode());
  const status = { ...statusOf(facts, gitVersion), conditions: conditions(new Date()) };
  await asking(() => core.patchNodeStatus({ name, body: { status } }, merge));
  return { apiVersion: 'v1', kind: 'Node', name, uid: metadata?.uid ?? '', controller: true };
}

/** Shows every few seconds that the node lives, by its Lease and its conditions. */
export async function keepAlive(
  { facts, kube }: NodeContext,
  owner: V1OwnerReference,
): Promise<never> {
  const core = kube.makeApiClient(CoreV1Api);
  const coordination = kube.makeApiClient(CoordinationV1Api);
  const { name } = facts;
  const since = new Date();
  for (let turn = 0; ; turn++) {
    try {
      const body = leaseOf(name, owner);
      const lease = { name, namespace: leases, body, ...manager };
      await asking(() => coordination.patchNamespacedLease(lease, apply));
    } catch (error) {
      // The API server makes the namespace in its first seconds.
      if (!hasCode(error, 404)) throw error;
    }
    const status = { conditions: conditions(since) };
    // Each of these is news to all who watch nodes; the Lease is not.
    if (turn % 6 === 5) await asking(() => core.patchNodeStatus({ name, body: { status } }, merge));
    await pause(5000);
  }
}

const nodeOf = ({ name, labels, taints, podCidr }: NodeFacts) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    labels: {
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      ...labels,
    },
  },
  spec: { podCIDR: podCidr, podCIDRs: [podCidr], taints },
});

const statusOf = ({ name, address }: NodeFacts, version: string) => ({
  addresses: [
    { type: 'InternalIP', address },
    { type: 'Hostname', address: name },
  ],
  allocatable: room,
  capacity: room,
  daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
  nodeInfo: {
    architecture: 'amd64',
    bootID: `boot-${name}`,
    containerRuntimeVersion: 'process://1',
    kernelVersion: '6.0.0',
    kubeletVersion: version,
    kubeProxyVersion: version,
    machineID: `machine-${name}`,
    operatingSystem: 'linux',
    osImage: 'conformance',
    systemUUID: `system-${name}`,
  },
});

function conditions(since: Date) {
  const told = { lastHeartbeatTime: new Date(), lastTransitionTime: since };
  const fine = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];
  return [
    { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'takes pods', ...told },
    ...fine.map((type) => ({ type, status: 'False', reason: 'Fine', message: 'fine', ...told })),
  ];
}

const leaseOf = (name: string, { apiVersion, kind, uid }: V1OwnerReference) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name, ownerReferences: [{ apiVersion, kind, name, uid }] },
  spec: {
    holderIdentity: name,
    leaseDurationSeconds: 40,
    // The API server reads microseconds here, and nothing shorter.
    renewTime: new Date().toISOString().replace('Z', '000Z'),
  },
});
