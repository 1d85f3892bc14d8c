import { beforeAll, describe, expect, it } from 'vitest';
import severedBlog from '../../../../examples/severed-blog/main.js';
import { blogNamespace } from '../../../../examples/severed-blog/site.js';
import { wired } from '../access/arrows.js';
import type { Outside } from '../access/parties.js';
import { type Explanation, explained, listsByWatch } from '../access/rbac-report.js';
import { roles } from '../parts/permissions.js';
import { reachability } from '../parts/policies.js';
import { tell } from '../parts/tell.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';
import { outsideAddress } from '../system/topology.js';
import { blogParts } from './parts.js';

const { prometheus, grafana, alloy } = blogParts;
const namespaces = [prometheus.namespace, alloy.namespace, blogNamespace];

/** Somebody in the network at home, to whom Grafana's Service is open. Nobody may call there, at whatever port. */
const home: Outside = { name: 'the network at home', address: '192.168.1.10', port: 443 };

/** Permissions that nothing here uses: those of the stack that are granted here too, and two more. */
const explanations: readonly Explanation[] = [
  ...explained
    .filter(({ account }) => account !== 'observability:alloy-events')
    .map((one) => ({ ...one, account: one.account.replace('observability', 'monitoring') })),
  { ...listsByWatch, account: 'monitoring-node:alloy', what: ['nodes'] },
  {
    account: 'monitoring-node:alloy',
    verb: 'get',
    what: ['pods'],
    reason:
      'asked for when a log ends, to know whether its pod has: only pods of the blog end here',
    sometimes: true,
  },
];

/** What Grafana's own port answers to an address: `200`, or `000` where it is refused. */
async function grafanaSays(system: System, from: string): Promise<string> {
  const pod = await system.pod(grafana.namespace, { [instance]: grafana.name });
  const url = `http://${pod.address}:${grafana.httpEndpoint.podPort}/`;
  const how = ['--silent', '--output', '/dev/null', '--max-time', '10', '--write-out'];
  const { stdout } = await system.network.run('curl', [
    ...[...how, '%{http_code}', '--interface', from, url],
  ]);
  return stdout;
}

/** Who reaches whom, and who may do what. */
export function access(system: () => System): void {
  describe('policies', () => {
    // The control plane's node is the router to all that is outside.
    beforeAll(async () => {
      const at = [`${home.address}/32`, 'dev', 'lo'];
      await system().network.run('ip', ['address', 'add', ...at]);
    });

    it('let every arrow through, and refuse every connection that no arrow stands for', async () => {
      const all = await reachability(system(), wired(severedBlog()), [home]);
      tell(`${all.saw} attempts: ${all.counted}`);
      expect(all.faults).toEqual([]);
      expect(all.saw).toBeGreaterThan(200);
    });

    it('let in to Grafana who comes from the network at home, and nobody else from outside', async () => {
      expect(await grafanaSays(system(), home.address)).toBe('200');
      expect(await grafanaSays(system(), outsideAddress)).toBe('000');
    });
  });

  roles(system, { namespaces, explanations, least: 60 });
}
