import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../programs.js';
import { type Plane, startControlPlane } from './control-plane.js';
import { goModule } from './go-module.js';
import type { Kubectl } from './kubectl.js';
import { clusterRanges, Network } from './network.js';
import { startNodes } from './nodes.js';
import { Pki } from './pki.js';
import { until } from './run.js';

/** What a cluster is made of. */
export const clusterPrograms = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'kubectl',
] as const;

/** CRDs of the products that sites use, as `scripts/import.mjs` pins them. */
const crds = {
  gateway: { module: 'sigs.k8s.io/gateway-api@v1.6.1', folder: 'config/crd/standard' },
  cilium: {
    module: 'github.com/cilium/cilium@v1.20.2',
    folder: 'pkg/k8s/apis/cilium.io/client/crds/v2/ciliumnetworkpolicies.yaml',
  },
} as const;

/** A Kubernetes cluster of our own: a real control plane, and nodes that only pretend. */
export interface Cluster {
  readonly kubectl: Kubectl;
  /** Where more can be started that is to reach it. */
  readonly network: Network;
  /** Everything of it lies here; its logs in `log`, the API server's audit among them. */
  readonly folder: string;
  /** Ends it. @param keepLogs leave the logs, where something failed */
  stop(options: { readonly keepLogs: boolean }): Promise<void>;
}

/**
 * Starts a cluster with the CRDs of some products, in about six seconds.
 *
 * @throws when a part does not start, with the end of its log
 */
export async function startCluster(...products: (keyof typeof crds)[]): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-cluster-'));
  const network = await Network.open(folder, clusterRanges);
  try {
    mkdirSync(join(folder, 'pki'));
    const pki = await Pki.make(join(folder, 'pki'), {
      users: { kwok: '/O=system:masters/CN=kwok' },
    });
    const plane: Plane = {
      ...{ network, folder, binary, pki },
      metricsAddress: '127.0.0.1',
      // kwok's stages bind them.
      bindsVolumes: false,
    };
    const kubectl = await startControlPlane(plane);
    await startNodes(plane, kubectl);
    for (const product of products) await addCrds(kubectl, product);
    return { kubectl, network, folder, stop: (options) => network.close(options) };
  } catch (error) {
    await network.close({ keepLogs: true });
    throw new Error(`no cluster, its logs are in ${folder}/log`, { cause: error });
  }
}

/** Adds the CRDs of a product. */
export async function addCrds(kubectl: Kubectl, product: keyof typeof crds): Promise<void> {
  const { module, folder } = crds[product];
  const path = join(await goModule(module), folder);
  await kubectl.ok(['apply', '--server-side', '-f', path]);
  // kubectl does not wait for one that has no conditions yet.
  const wait = ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s'];
  await until(
    'CRDs established',
    60,
    async () => (await kubectl.run(wait)).code === 0 || undefined,
  );
}

/** @throws when a program is not there, with what builds it */
export function binary(name: string): string {
  const found = program(name);
  if (found === undefined) throw new Error(`${name} is not there; build it: npm run tools`);
  return found;
}
