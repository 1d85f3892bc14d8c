import { describe, expect, it } from 'vitest';
import { requests } from '../../../../examples/severed-blog/site.js';
import { comesTrue } from '../ask/patiently.js';
import { hasNginx } from '../node/nginx.js';
import { tell } from '../parts/tell.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';
import { scalingOf, scalingText } from './autoscaler.js';
import { Load } from './load.js';
import { podMetric, top } from './metrics-apis.js';
import { blogParts } from './parts.js';
import { traefik } from './whole.js';

const { blog } = blogParts;
const labels = { [instance]: blog.name };

/** What one pod may bear is 20 a second: this takes four. */
const perSecond = 70;

/** Requests reach the autoscaler by way of nginx, its exporter, Alloy, Prometheus, the adapter and the API server. */
export function scaling(system: () => System): void {
  describe('the blog', () => {
    it('has its requests a second answered by the custom metrics API, for each of its pods', async () => {
      tell(hasNginx() ? "it runs this machine's nginx" : 'its nginx is played: none is installed');
      let answered: ReadonlyMap<string, number> = new Map();
      const seconds = await comesTrue(`a pod has no ${requests.name}`, 150, async () => {
        answered = await podMetric(system(), requests.name);
        const pods = await system().pods(blog.namespace, labels);
        return pods.length === 2 && pods.every(({ name }) => answered.has(name));
      });
      const values = [...answered].map(([pod, value]) => `${pod} ${value.toFixed(2)}`);
      tell(`after ${seconds} s: ${values.join(', ')}`);
    }, 200_000);

    it('has its CPU and memory shown by kubectl top, as all pods and nodes have', async () => {
      const { kubectl, nodes } = system();
      let pods: readonly string[] = [];
      await comesTrue('a node or a pod is not shown by kubectl top', 120, async () => {
        const running = (await kubectl.list('pods')).filter((p) => p.status.phase === 'Running');
        pods = await top(system(), 'pods', '--all-namespaces');
        return (
          (await top(system(), 'nodes')).length === nodes.length && pods.length === running.length
        );
      });
      tell(`${pods.length} pods, ${nodes.length} nodes`);
    }, 150_000);

    it('gets pods as it is asked for more, and loses them when that is over', async () => {
      const idle = await scalingOf(system());
      expect(idle.desired).toBe(2);
      const readers = system().relay(
        await system().pod(traefik.namespace, { 'app.kubernetes.io/name': traefik.name }),
      );
      const load = Load.start(readers, blog.httpEndpoint.url, perSecond);
      const wants = (fault: string, is: (desired: number) => boolean) => async () =>
        comesTrue(fault, 180, async () => is((await scalingOf(system())).desired));
      try {
        const seconds = await wants('it has not scaled up', (desired) => desired >= 4)();
        tell(`up after ${seconds} s: ${scalingText(await scalingOf(system()))}`);
      } finally {
        await load.end();
      }
      tell(`${load.answered} pages`);
      expect([...load.faults]).toEqual([]);
      const seconds = await wants('it has not scaled down', (desired) => desired === 2)();
      const after = await scalingOf(system());
      tell(`down after ${seconds} s: ${scalingText(after)}`);
      expect(after.troubles).toEqual([]);
    }, 400_000);
  });
}
