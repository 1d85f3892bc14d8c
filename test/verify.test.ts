import { describe, expect, it } from 'vitest';
import { isReadOnly } from '../scripts/verify/kubectl.mjs';
import { afterInstall } from './verify/after.js';
import { beforeInstall } from './verify/before.js';
import { installed, ready } from './verify/clusters.js';
import type { Recorded } from './verify/recorded.js';

/** What a report does not call ok, but for the one thing that nobody can be asked. */
const notOk = async (cluster: Recorded): Promise<string[]> =>
  (await cluster.report()).filter(
    (line) => !line.startsWith('ok ') && !line.startsWith('skip 8 network policies'),
  );

describe('npm run verify', () => {
  it('has nothing against a cluster that is ready, or runs the stack', async () => {
    expect(await notOk(ready())).toEqual([]);
    expect(await notOk(installed())).toEqual([]);
    expect((await installed().report()).length).toBeGreaterThan(
      (await ready().report()).length + 8,
    );
  });

  it.each(Object.entries(beforeInstall))(
    'before an install, finds %s',
    async (_, [change, ...found]) => {
      const cluster = ready();
      change(cluster);
      expect(await notOk(cluster)).toEqual(found);
    },
  );

  it.each(Object.entries(afterInstall))('after it, finds %s', async (_, [change, ...found]) => {
    const cluster = installed();
    change(cluster);
    expect(await notOk(cluster)).toEqual(found);
  });

  it('knows network plugins by name', async () => {
    const cluster = ready();
    cluster.objects.push({ kind: 'DaemonSet', metadata: { name: 'kube-flannel-ds' } });
    expect(await cluster.report()).toContain(
      'skip 8 network policies: whether they are judged cannot be asked; kube-flannel-ds is there, which cannot',
    );
  });

  it('only asks, and never for the value of a Secret', async () => {
    const clusters = [ready(), installed()];
    for (const cluster of clusters) await cluster.report();
    const asked = clusters.flatMap((cluster) => cluster.asked);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.filter((args) => !isReadOnly(args))).toEqual([]);
    const ofSecrets = asked.filter((args) => args.some((arg) => /^secrets?$/.test(arg)));
    expect(ofSecrets).toHaveLength(8);
    for (const args of ofSecrets)
      expect(args.at(-1)).toBe(
        '--output=go-template={{range $key, $_ := .data}}{{$key}}{{"\\n"}}{{end}}',
      );
  });

  it.each([
    'apply --filename=-',
    'apply --server-side --dry-run=server',
    'apply --dry-run=server --dry-run=none',
    'apply --dry-run=servers',
    'delete pod x',
    'auth reconcile --filename=-',
    'getx',
  ])('lets no other command through: %s', (command) => {
    expect(isReadOnly(command.split(' '))).toBe(false);
  });
});
