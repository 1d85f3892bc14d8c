import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { example } from '../../sites/example.js';
import { applyAgain, applyFirst, applyOver } from './cluster/apply.js';
import {
  budgetsCover,
  claimsBound,
  servicesHaveEndpoints,
  warnings,
  workloadsAvailable,
} from './cluster/checks.js';
import type { Kubectl } from './cluster/kubectl.js';
import { pairs } from './cluster/sites.js';
import { type Change, named, writeStack } from './cluster/stack.js';
import { clusterOfFile, describeCluster } from './cluster/suite.js';
import { mutation } from './mutations.js';

const earlier = join(import.meta.dirname, '../upgrade');
const versions = readdirSync(earlier).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

/** Claims by name and by the identity that one made anew would not have. */
const claims = async (kubectl: Kubectl): Promise<readonly string[]> =>
  (await kubectl.list('persistentvolumeclaims')).map((o) => `${named(o)} ${o.metadata.uid}`).sort();

/** Changes that no running installation can take. */
const mutations: Readonly<Record<string, readonly [Change, RegExp]>> = {
  'a volume of another size': [
    (get) => {
      const [template] = get('StatefulSet', 'loki').spec.volumeClaimTemplates;
      template.spec.resources.requests.storage = '51Gi';
    },
    /StatefulSet "loki" is invalid: spec.volumeClaimTemplates: .*field is immutable/,
  ],
  'another selector': [
    (get) => {
      const { spec } = get('Deployment', 'grafana');
      spec.selector.matchLabels['app.kubernetes.io/instance'] = 'other';
      spec.template.metadata.labels['app.kubernetes.io/instance'] = 'other';
    },
    /Deployment "grafana" is invalid: spec.selector: .*field is immutable/,
  ],
};

for (const version of versions)
  describeCluster(`an upgrade from ${version}`, () => {
    const cluster = clusterOfFile('gateway');
    let before: readonly string[];

    it('starts from what people have, running', async () => {
      const { kubectl } = cluster();
      expect((await applyFirst(kubectl, join(earlier, version))).faults).toEqual([]);
      const sets = await kubectl.list('deployments,statefulsets,daemonsets');
      const { saw, faults } = await workloadsAvailable(kubectl, sets);
      expect(faults).toEqual([]);
      expect(saw).toBe(8);
      before = await claims(kubectl);
      expect(before).toHaveLength(4);
    });

    it('is taken by one kubectl apply: nothing is refused, no volume is lost', async () => {
      const { kubectl, folder } = cluster();
      const today = writeStack(join(folder, 'today'), example);
      const { saw, faults } = await applyOver(kubectl, today.folder);
      expect(faults).toEqual([]);
      expect(saw).toBe(today.objects.length);
      expect((await workloadsAvailable(kubectl, today.objects)).faults).toEqual([]);
      expect(await claims(kubectl)).toEqual(before);
    });

    it('may double Prometheus and make three of Alertmanager, which keep their volumes', async () => {
      const { kubectl, folder } = cluster();
      const more = writeStack(join(folder, 'pairs'), pairs);
      expect((await applyOver(kubectl, more.folder)).faults).toEqual([]);
      expect((await workloadsAvailable(kubectl, more.objects)).faults).toEqual([]);
      expect(await warnings(kubectl)).toEqual([]);
      expect((await applyAgain(kubectl, more.folder)).faults).toEqual([]);
      expect((await servicesHaveEndpoints(kubectl, more.objects)).faults).toEqual([]);
      const bound = await claimsBound(kubectl, more.objects);
      expect(bound).toEqual({ saw: 7, faults: [] });
      expect(await claims(kubectl)).toEqual(expect.arrayContaining([...before]));
      expect(await budgetsCover(kubectl, more.objects)).toEqual({ saw: 2, faults: [] });
    });

    for (const [name, [change, refusal]] of Object.entries(mutations))
      mutation(name, 'applyOver', async () => {
        const { kubectl, folder } = cluster();
        const wrong = writeStack(join(folder, name.replaceAll(' ', '-')), example, change);
        const { faults } = await applyOver(kubectl, wrong.folder, { dryRun: true });
        expect(faults.filter((fault) => refusal.test(fault))).toHaveLength(1);
      });
  });
