import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYamlStream } from '../../../../lib/model/yaml.js';
import { workloadsAvailable } from '../../cluster/checks.js';
import { addCrds, binary } from '../../cluster/cluster.js';
import { type Plane, startControlPlane } from '../../cluster/control-plane.js';
import type { Kubectl } from '../../cluster/kubectl.js';
import { Network } from '../../cluster/network.js';
import { Pki } from '../../cluster/pki.js';
import type { Output } from '../../cluster/run.js';
import { type Change, type Written, writeApp } from '../../cluster/stack.js';
import type { NodeFacts } from '../node/types.js';
import { nodeFacts, startAgents } from './agent.js';
import { hasAlloy, withoutAlloy } from './alloy.js';
import { bundle } from './bundle.js';
import { holders } from './certificates.js';
import { keepPodLogs, troubles } from './logs-kept.js';
import { Outside } from './outside.js';
import { podOf, podsOf, type RunningPod } from './pods.js';
import { Relay } from './relay.js';
import { secretsOf } from './secrets.js';
import type { Whole } from './sites.js';
import { controlNode, nodes, Topology } from './topology.js';

/**
 * Starts a cluster whose pods run, and a whole system in it. Takes a minute or two.
 *
 * @param change changes the objects before they are applied
 * @throws when a part does not start, or a workload does not become available, with the ends of their logs
 */
export async function startSystem(whole: Whole, change?: Change): Promise<System> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-flow-'));
  const network = await Network.open(folder, []);
  try {
    mkdirSync(join(folder, 'pki'));
    const plane: Plane = {
      ...{ network, folder, binary },
      pki: await Pki.make(join(folder, 'pki'), holders),
      metricsAddress: controlNode.address,
      bindsVolumes: true,
      ...(whole.controllers ? { controllers: whole.controllers } : {}),
    };
    const topology = await Topology.lay(network, folder);
    const outside = await Outside.start(plane);
    const kubectl = await startControlPlane(plane);
    await startAgents(plane, topology, kubectl);
    const script = await bundle('system/relay-process.ts', folder);
    const system = new System(plane, kubectl, outside, script, whole);
    await system.settle();
    await system.apply(change);
    await system.available();
    return system;
  } catch (error) {
    keepPodLogs(folder);
    await network.close({ keepLogs: true });
    throw new Error(`no system, its logs are in ${folder}/log`, { cause: error });
  }
}

/** A cluster with a stack that runs, and the ways to look at it. */
export class System {
  readonly folder: string;
  readonly network: Network;
  readonly nodes: readonly NodeFacts[];
  private readonly relays = new Map<string, Relay>();
  private written: Written | undefined;
  private applied = 0;

  constructor(
    plane: Plane,
    readonly kubectl: Kubectl,
    readonly outside: Outside,
    private readonly relayScript: string,
    private readonly whole: Whole,
  ) {
    this.folder = plane.folder;
    this.network = plane.network;
    this.nodes = nodes.map((node) => nodeFacts(plane, node));
  }

  /** The objects that were applied last. */
  get objects(): Written['objects'] {
    return this.written?.objects ?? [];
  }

  /** Brings what a site finds in its cluster. */
  async settle(): Promise<void> {
    const { surroundings } = this.whole;
    await addCrds(this.kubectl, 'gateway');
    await this.kubectl.ok(['apply', '-f', '-'], toYamlStream(surroundings.objects));
    await this.settled(surroundings.workloads, 90);
  }

  /** Applies the stack as a user would, changed or as it is. */
  async apply(change?: Change): Promise<Written> {
    this.applied += 1;
    const { kubectl, folder } = this;
    const { make } = this.whole;
    this.written = writeApp(join(folder, `dist-${this.applied}`), make, (get, add) => {
      if (!hasAlloy()) withoutAlloy(get, add);
      change?.(get, add);
    });
    await kubectl.ok(['apply', '-f', join(this.written.folder, '00-namespaces.k8s.yaml')]);
    await kubectl.ok(['apply', '-f', '-'], toYamlStream(secretsOf(make())));
    await kubectl.ok(['apply', '-f', this.written.folder]);
    return this.written;
  }

  /** Waits until every workload of the stack is available. @throws with the ends of the logs of what is not */
  async available(seconds = 240): Promise<void> {
    await this.settled(this.objects, seconds);
  }

  /** The one running pod of a namespace with these labels. */
  pod(namespace: string, labels: Readonly<Record<string, string>>): Promise<RunningPod> {
    return podOf(this, namespace, labels);
  }

  /** All of them. */
  pods(
    namespace: string,
    labels: Readonly<Record<string, string>>,
  ): Promise<readonly RunningPod[]> {
    return podsOf(this, namespace, labels);
  }

  /** Talks over the network as a pod would. */
  relay(pod: RunningPod): Relay {
    const { network, folder, relayScript: script } = this;
    const relay = this.relays.get(pod.uid) ?? Relay.open({ network, folder, script }, pod);
    this.relays.set(pod.uid, relay);
    return relay;
  }

  /** Runs a command in a container: its files, its network, as root. */
  exec(pod: RunningPod, container: string, command: readonly string[]): Promise<Output> {
    const where = [`--target=${pod.pid(container)}`, '--mount', '--net', '--root', '--wd'];
    return this.network.run('nsenter', [...where, '--', ...command]);
  }

  /** Ends a container's program at once, as a crash would. */
  async kill(pod: RunningPod, container: string): Promise<void> {
    await this.network.run('kill', ['-KILL', String(pod.pid(container))]);
  }

  /** Ends it all. @param keepLogs leave the logs, those of pods too */
  async stop(options: { readonly keepLogs: boolean }): Promise<void> {
    for (const relay of this.relays.values()) relay.close();
    if (options.keepLogs) keepPodLogs(this.folder);
    await this.network.close(options);
  }

  private async settled(
    objects: Parameters<typeof workloadsAvailable>[1],
    seconds: number,
  ): Promise<void> {
    const { faults } = await workloadsAvailable(this.kubectl, objects, seconds);
    this.network.assertRunning();
    if (faults.length > 0) throw new Error([...faults, ...(await troubles(this))].join('\n'));
  }
}
