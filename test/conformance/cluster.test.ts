import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { example } from '../../sites/example.js';
import { access } from './cluster/access.js';
import { applyAgain, applyFirst, applyStrictly, diff } from './cluster/apply.js';
import {
  claimsBound,
  servicesHaveEndpoints,
  warnings,
  workloadsAvailable,
} from './cluster/checks.js';
import type { Kubectl } from './cluster/kubectl.js';
import { forbidden, needs } from './cluster/needs.js';
import { orphans } from './cluster/orphans.js';
import { namespacesRestricted } from './cluster/pod-security.js';
import { beside, smaller } from './cluster/sites.js';
import { named, type Written, writeStack } from './cluster/stack.js';
import { clusterOfFile, describeCluster } from './cluster/suite.js';

/** Labels by which one installation is told from what else is in a cluster. */
const labelled = (namespace: string) =>
  `app.kubernetes.io/part-of=${namespace},app.kubernetes.io/managed-by=cdk8s`;

/** Commands that the README gives, by a word that only they have. */
function readme(word: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  const found = blocks.filter((block) => block.includes(word));
  expect(found, `one block with ${word} in README.md`).toHaveLength(1);
  return found[0] ?? '';
}

/** What would show that somebody touched an object; a status changes by itself. */
async function fingerprints(kubectl: Kubectl, namespace: string): Promise<readonly string[]> {
  const kinds = 'all,cm,sa,netpol,pvc,role,rolebinding,clusterrole,clusterrolebinding,ns,httproute';
  const live = await kubectl.list(kinds, { selector: labelled(namespace) });
  return live
    .filter((o) => !o.metadata.ownerReferences && o.kind !== 'PersistentVolumeClaim')
    .map((o) => [named(o), o.metadata.uid, o.metadata.generation].join(' '))
    .sort();
}

/** Volume claims, which a claim made anew under an old name is not among. */
const claims = async (kubectl: Kubectl): Promise<readonly string[]> =>
  (await kubectl.list('pvc')).map((o) => `${named(o)} ${o.metadata.uid}`).sort();

describeCluster('one installation in a real control plane', () => {
  const cluster = clusterOfFile('gateway');
  let first: Written;
  let second: Written;
  let kept: readonly string[];

  it('is created by one kubectl apply, without a warning', async () => {
    first = writeStack(join(cluster().folder, 'dist'), example);
    const { saw, faults } = await applyFirst(cluster().kubectl, first.folder);
    expect(faults).toEqual([]);
    expect(saw).toBe(first.objects.length);
  });

  it('is not touched by a second one beside it', async () => {
    const { kubectl, folder } = cluster();
    const before = await fingerprints(kubectl, 'observability');
    expect(before.length).toBeGreaterThanOrEqual(60);
    second = writeStack(join(folder, 'beside'), beside);
    expect((await applyFirst(kubectl, second.folder)).faults).toEqual([]);
    expect(await fingerprints(kubectl, 'observability')).toEqual(before);
  });

  it('has every workload available, on the tainted node too, and so has the second', async () => {
    const { saw, faults } = await workloadsAvailable(cluster().kubectl, [
      ...first.objects,
      ...second.objects,
    ]);
    expect(faults).toEqual([]);
    expect(saw).toBe(18);
  });

  it('gives no cause for a warning in events: Pod Security and the scheduler take all pods', async () => {
    expect(await warnings(cluster().kubectl)).toEqual([]);
  });

  it('lets only restricted pods into its namespace', async () => {
    const nodes = ['observability-node'];
    const { saw, faults } = await namespacesRestricted(cluster().kubectl, first.objects, nodes);
    expect(faults).toEqual([]);
    expect(saw).toBe(1);
  });

  it('has every pod of every Service behind it', async () => {
    const { saw, faults } = await servicesHaveEndpoints(cluster().kubectl, [
      ...first.objects,
      ...second.objects,
    ]);
    expect(faults).toEqual([]);
    expect(saw).toBe(26);
  });

  it('has every claim bound in its size', async () => {
    const { saw, faults } = await claimsBound(cluster().kubectl, first.objects);
    expect(faults).toEqual([]);
    expect(saw).toBe(4);
  });

  it('does not change by a second apply', async () => {
    const { saw, faults } = await applyAgain(cluster().kubectl, first.folder);
    expect(faults).toEqual([]);
    expect(saw).toBe(first.objects.length);
  });

  it('has no difference to what is written', async () => {
    expect(await diff(cluster().kubectl, first.folder)).toEqual([]);
  });

  it('passes a server-side apply with strict validation', async () => {
    const { saw, faults } = await applyStrictly(cluster().kubectl, first.folder);
    expect(faults).toEqual([]);
    expect(saw).toBe(first.objects.length);
  });

  it('may read whatever its configs and flags make it read', async () => {
    const { kubectl } = cluster();
    const names = await kubectl.ok(['api-resources', '--output=name']);
    const wanted = needs(first.objects, names.trim().split('\n'));
    const { saw, faults } = await access(kubectl, wanted, true);
    expect(faults).toEqual([]);
    // kube-state-metrics' 19 collectors, the discoveries of Prometheus, and both Alloys.
    expect(saw).toBeGreaterThanOrEqual(60);
    expect(new Set(wanted.map(({ user }) => user)).size).toBe(4);
  });

  it('may do nothing that leads to more', async () => {
    const { saw, faults } = await access(cluster().kubectl, forbidden(first.objects), false);
    expect(faults).toEqual([]);
    expect(saw).toBe(9 * 13 * 3);
  });

  it('loses what was taken out by the command of the README, and no claim', async () => {
    const { kubectl, folder } = cluster();
    const before = await fingerprints(kubectl, 'watch');
    kept = await claims(kubectl);
    expect(kept).toHaveLength(8);
    const less = writeStack(join(folder, 'smaller'), smaller);
    expect(less.objects.length).toBeLessThan(first.objects.length - 15);
    const command = readme('--prune').replace('-f dist', '-f smaller');
    const { code, stderr } = await kubectl.shell(command, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await orphans(kubectl, less.objects, labelled('observability'))).toEqual([]);
    expect(await claims(kubectl), 'volumes outlive what used them').toEqual(kept);
    expect(await fingerprints(kubectl, 'watch'), 'of the one beside it').toEqual(before);
  });

  it('is removed by the command of the README, but for its namespaces and volumes', async () => {
    const { kubectl, folder } = cluster();
    const command = readme('kubectl delete').replace('dist/', 'smaller/');
    const { code, stderr } = await kubectl.shell(command, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await orphans(kubectl, [], labelled('observability'))).toEqual([
      'Namespace observability',
      'Namespace observability-node',
    ]);
    expect(await claims(kubectl)).toEqual(kept);
  });
});
