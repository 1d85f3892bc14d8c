import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { Addresses } from './addresses.js';
import { serveKubelet } from './api.js';
import { Events } from './events.js';
import { keepPolicies } from './firewall.js';
import { keepAlive, registerNode } from './node.js';
import type { NodeParts } from './parts.js';
import { keepPods } from './pods.js';
import { provisionVolumes } from './provisioner.js';
import { say } from './say.js';
import { keepStaticPods } from './static-pods.js';
import type { NodeContext, NodeFacts } from './types.js';
import { follow } from './watch.js';

/** Plays one node of a cluster, `node agent.mjs '<NodeFacts as JSON>'`, until it is killed. */
async function main(argument: string): Promise<void> {
  // Written by the tests that start it.
  const facts = JSON.parse(argument) as NodeFacts;
  const kube = new KubeConfig();
  kube.loadFromFile(facts.kubeconfig);
  const context: NodeContext = { facts, kube };
  const parts = await partsOf(context);
  // Policies stand before the first pod does.
  await keepPolicies(context);
  const owner = await registerNode(context);
  void keepAlive(context, owner);
  const pods = await keepPods(parts);
  void keepStaticPods(parts, owner, pods.list);
  await serveKubelet(context, pods.known);
  if ('node-role.kubernetes.io/control-plane' in facts.labels) await provisionVolumes(context);
  say(`node ${facts.name} at ${facts.address} is up`);
}

async function partsOf(context: NodeContext): Promise<NodeParts> {
  const { facts, kube } = context;
  const core = kube.makeApiClient(CoreV1Api);
  const changes = new Map<string, number>();
  const count = ({ metadata }: { metadata?: { namespace?: string } }) => {
    const namespace = metadata?.namespace ?? '';
    changes.set(namespace, (changes.get(namespace) ?? 0) + 1);
  };
  const counted = { changed: count, gone: count };
  const configMaps = () => core.listConfigMapForAllNamespaces();
  const secrets = () => core.listSecretForAllNamespaces();
  await follow(kube, { path: '/api/v1/configmaps', list: configMaps }, counted);
  await follow(kube, { path: '/api/v1/secrets', list: secrets }, counted);
  return {
    ...{ facts, kube, core },
    addresses: new Addresses(facts.podCidr),
    events: new Events(facts, core),
    changesIn: (namespace) => changes.get(namespace) ?? 0,
  };
}

function end(error: unknown): void {
  say(`ended by what nobody expected: ${error instanceof Error ? error.stack : error}`);
  process.exit(1);
}

// What runs beside `main` is not waited for, and ends the node by these where it fails.
process.on('unhandledRejection', end);
process.on('uncaughtException', end);
main(process.argv[2] ?? '').catch(end);
