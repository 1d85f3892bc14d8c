import { CoreV1Api, NetworkingV1Api } from '@kubernetes/client-node';
import { run } from '../../cluster/run.js';
import { guards } from './policies.js';
import { ruleset } from './ruleset.js';
import type { NodeContext } from './types.js';
import { coalesced, pause } from './waiting.js';
import { follow } from './watch.js';

/** For how long changes are gathered before the rules are written anew. */
const gathered = 50;

/**
 * Keeps the node's packet filter as NetworkPolicies, pods and namespaces ask for, for as long as the node lives.
 * Once it returns the rules stand.
 *
 * @throws when nft refuses the rules; one that is refused later ends the process, as nobody waits for it: a node
 *   must not go on under policies that do not hold
 */
export async function keepPolicies({ facts, kube }: NodeContext): Promise<void> {
  const core = kube.makeApiClient(CoreV1Api);
  const networking = kube.makeApiClient(NetworkingV1Api);
  let complete = false;
  let written = '';
  const write = coalesced(async () => {
    if (!complete) return;
    const text = ruleset(
      guards({
        node: facts.name,
        policies: policies.list(),
        pods: pods.list(),
        namespaces: namespaces.list(),
      }),
    );
    // Pods change all the time in what no policy asks for; and the same rules anew would forget their counters.
    if (text === written) return;
    await load(text);
    written = text;
    await pause(gathered);
  });
  const renew = () => void write();
  const observer = { changed: renew, gone: renew };
  const [policies, pods, namespaces] = await Promise.all([
    follow(
      kube,
      {
        path: '/apis/networking.k8s.io/v1/networkpolicies',
        list: () => networking.listNetworkPolicyForAllNamespaces(),
      },
      observer,
    ),
    follow(kube, { path: '/api/v1/pods', list: () => core.listPodForAllNamespaces() }, observer),
    follow(kube, { path: '/api/v1/namespaces', list: () => core.listNamespace() }, observer),
  ]);
  complete = true;
  await write();
}

async function load(text: string): Promise<void> {
  const { code, stderr } = await run('nft', ['--file', '-'], { input: text });
  if (code !== 0) throw new Error(`nft refuses the rules: ${stderr.trim()}\n${text}`);
}
