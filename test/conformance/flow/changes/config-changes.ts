import { Duration } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StackFacts } from '../../../../charts/index.js';
import type { Manifest } from '../../../../lib/core/index.js';
import { named } from '../../cluster/stack.js';
import { askAsGrafana } from '../parts/stack.js';
import { tell } from '../parts/tell.js';
import { otherSiteHost } from '../system/outside.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { become, edits } from './config-edits.js';
import {
  checksum,
  configMapsOf,
  mountsOf,
  runsOf,
  sumOf,
  templateOf,
  workloadsOf,
} from './config-files.js';
import { type ConfigRow, configRows } from './config-rows.js';
import { type Taken, takeBack, takeChange } from './config-taking.js';

/** The site with other facts, which reach files that are read again and files that are not. */
const otherFacts: StackFacts = {
  ...flowSite,
  retention: { logs: Duration.days(6) },
  hosts: { grafana: otherSiteHost },
};

/** Names of the components whose pod template differs between two sets of objects. */
function templatesChanged(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const of = (objects: readonly Manifest[]) =>
    new Map(workloadsOf(objects).map((o) => [named(o), JSON.stringify(templateOf(o))]));
  const old = of(before);
  return [...of(after)].flatMap(([name, text]) => (old.get(name) === text ? [] : [name])).sort();
}

/** Names of the components of which other containers run now than before. */
const anew = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  [...after].flatMap(([name, runs]) =>
    before.get(name) === runs ? [] : [`${name}: ${before.get(name)} became ${runs}`],
  );

/** Awaits a row's change and prints how long it took. */
async function tellTime({ configMap, noticed }: ConfigRow, taken: Taken): Promise<void> {
  const seconds = await taken.get(configMap);
  expect(seconds, `${configMap} has not been changed`).toBeDefined();
  tell(`${configMap}: ${noticed}, live after ${seconds} seconds`);
}

/** A changed config reaches its program either way: it is read again, or the pods are replaced; never both. */
export function configChanges(system: () => System): void {
  describe('a changed config', () => {
    it('is known of each ConfigMap how it is noticed', () => {
      const all = [...configMapsOf(system().objects).keys()];
      expect(configRows.map(({ configMap }) => configMap).sort()).toEqual(all.sort());
    });

    for (const { configMap, noticed } of configRows)
      it(`${configMap}: ${noticed === 'restart' ? 'pods carry its checksum' : 'no pod carries its checksum'}`, () => {
        const { objects } = system();
        const mounts = mountsOf(objects, configMap);
        const sums = new Set(mounts.map(({ workload }) => sumOf(workload, configMap)));
        const text = configMapsOf(objects).get(configMap)?.text ?? '';
        expect([...sums]).toEqual([noticed === 'restart' ? checksum(text) : undefined]);
      });

    describe('that is read again', () => {
      let taken: Taken;
      let runs: ReadonlyMap<string, string>;
      let objects: readonly Manifest[];
      let started: string;
      const edited = configRows.filter(({ edit }) => edit);

      beforeAll(async () => {
        await system().available();
        ({ objects } = system());
        runs = await runsOf(system());
        started = (await (await askAsGrafana(system())).prometheus.runtimeInfo()).startTime;
        taken = await takeChange(system(), edits);
      }, 300_000);

      it('changes no pod template', () => {
        expect(templatesChanged(objects, system().objects)).toEqual([]);
      });

      for (const row of edited) it(`${row.configMap} is live`, () => tellTime(row, taken), 330_000);

      it('restarts no program', async () => {
        await Promise.allSettled(taken.values());
        expect(taken.size).toBe(edited.length);
        expect(anew(runs, await runsOf(system()))).toEqual([]);
        const { prometheus } = await askAsGrafana(system());
        expect((await prometheus.runtimeInfo()).startTime).toBe(started);
      }, 330_000);

      afterAll(() => takeBack(system()), 400_000);
    });

    describe('that is not', () => {
      let taken: Taken;
      let runs: ReadonlyMap<string, string>;
      let objects: readonly Manifest[];
      const expected = [
        ...['loki-config', 'grafana-config', 'alertmanager-templates'],
        // Its host is called by another name.
        'prometheus-config',
      ];

      beforeAll(async () => {
        ({ objects } = system());
        runs = await runsOf(system());
        taken = await takeChange(system(), become(otherFacts));
      }, 300_000);

      it('is of these files, for these facts', () => {
        expect([...taken.keys()].sort()).toEqual([...expected].sort());
      });

      it('changes the pod templates of its programs, and no others', () => {
        const changed = templatesChanged(objects, system().objects);
        expect(changed).toEqual([
          'Deployment observability/grafana',
          'StatefulSet observability/loki',
        ]);
      });

      for (const row of configRows.filter(({ configMap }) => expected.includes(configMap)))
        it(`${row.configMap} is live`, () => tellTime(row, taken), 330_000);

      it('replaces the pods of its programs, and no others', async () => {
        await Promise.allSettled(taken.values());
        await system().available();
        const now = await runsOf(system());
        const names = [...now.keys()].filter((name) => now.get(name) !== runs.get(name));
        expect(names.sort()).toEqual(['grafana', 'loki']);
      }, 400_000);

      afterAll(() => takeBack(system()), 400_000);
    });
  });
}
