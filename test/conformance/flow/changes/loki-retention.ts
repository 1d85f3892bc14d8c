import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toYaml } from '../../../../lib/model/yaml.js';
import type { Change } from '../../cluster/stack.js';
import { type LokiApi, nanoseconds } from '../ask/ask-loki.js';
import { comesTrue, patiently } from '../ask/patiently.js';
import { push } from '../logs/push-lines.js';
import { askAsGrafana, fetchAs, stackParts } from '../parts/stack.js';
import { tell } from '../parts/tell.js';
import { instance } from '../system/pods.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { chunksOf } from './loki-chunks.js';

const [hour, day] = [3_600_000, 86_400_000];

/** A part of Loki's config that a test reads or changes. */
interface LokiSettings {
  readonly limits_config: Readonly<Record<string, unknown>>;
  readonly compactor: Readonly<Record<string, unknown>>;
  readonly [part: string]: unknown;
}

/** How long lines are kept, which no test changes. */
const period = 168 * hour;

/** Lets old lines in, and has Loki look for them at once instead of within hours. */
const hasty: Change = (get) => {
  const { data } = get('ConfigMap', 'loki-config');
  const settings = load(data['config.yaml']) as LokiSettings;
  const { limits_config: limits, compactor } = settings;
  if (limits.retention_period !== '168h')
    throw new Error(`Loki keeps lines for ${limits.retention_period}; let this test know`);
  data['config.yaml'] = toYaml({
    ...settings,
    limits_config: { ...limits, reject_old_samples: false },
    compactor: { ...compactor, compaction_interval: '10s', retention_delete_delay: '1s' },
    storage_config: { tsdb_shipper: { resync_interval: '5s' } },
  });
  // As the library does where it renders another config.
  get('StatefulSet', 'loki').spec.template.metadata.annotations['checksum/loki-config'] = 'hasty';
};

/** How old lines are when they are sent, of those that must go and of those that must stay. */
const oldAges = { 'nine days': 9 * day, 'just too old': period + hour / 2 };
const youngAges = { 'just young enough': period - hour, 'an hour': hour };

const linesOfAge = 50;

const lokiSelector = (age: string): string => `{job="conformance/retention", age="${age}"}`;

async function pushAge(system: System, age: string, time: number): Promise<void> {
  const stream = { cluster: flowSite.cluster, job: 'conformance/retention', age };
  const values = Array.from({ length: linesOfAge }, (_, i) => {
    return [`${nanoseconds(time) + BigInt(i)}`, `line ${i} of ${age}`] as const;
  });
  await push(system, [{ stream, values }]);
}

/** How many lines of each age Loki finds. */
async function found(loki: LokiApi, of: Readonly<Record<string, number>>, now: number) {
  const counts = Object.entries(of).map(async ([age, ago]) => {
    const [from, to] = [nanoseconds(now - ago - hour / 4), nanoseconds(now - ago + hour / 4)];
    return [age, (await loki.lines(lokiSelector(age), from, to)).length] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

const eachOf = (of: Readonly<Record<string, number>>, count: number) =>
  Object.fromEntries(Object.keys(of).map((age) => [age, count]));

/** Old lines go from Loki's volume by its compactor, and no young ones do. */
export function lokiRetention(system: () => System): void {
  describe('retention in Loki', () => {
    let now: number;

    beforeAll(async () => {
      await system().apply(hasty);
      await system().available();
      now = Date.now();
      for (const [age, ago] of Object.entries({ ...oldAges, ...youngAges }))
        await pushAge(system(), age, now - ago);
    }, 420_000);

    afterAll(async () => {
      await system().apply();
      await system().available();
    }, 420_000);

    it('has something to do: lines of all ages are stored and found', async () => {
      const { loki } = await askAsGrafana(system());
      // Written to the volume, of which it would else keep them for an hour.
      const fetch = await fetchAs(system(), stackParts.grafana.name);
      const flush = { url: `${stackParts.loki.datasource.endpoint.url}/flush`, method: 'POST' };
      expect((await fetch(flush)).status).toBe(204);
      const all = { ...oldAges, ...youngAges };
      const { faults } = await patiently(60, async () => {
        const is = await found(loki, all, now);
        const missing = Object.keys(all).filter((age) => is[age] !== linesOfAge);
        const faults = missing.map((age) => `${age}: ${is[age]} of ${linesOfAge} are found`);
        return { saw: missing.length, faults };
      });
      expect(faults).toEqual([]);
      const old = (await chunksOf(system())).filter(({ through }) => now - through > period);
      expect(old.length).toBe(Object.keys(oldAges).length);
    }, 120_000);

    it('deletes what is older than a week from the volume, and nothing younger', async () => {
      const before = await chunksOf(system());
      const isYoung = ({ through }: { readonly through: number }) => now - through < period;
      const pod = await system().pod('observability', { [instance]: 'loki' });
      // Its index is handed over when it ends, else four times an hour.
      await system().network.run('kill', ['-TERM', String(pod.pid('loki'))]);
      const seconds = await comesTrue('chunks of old lines are on the volume', 300, async () =>
        (await chunksOf(system())).every(isYoung),
      );
      tell(`retention: old chunks were gone ${seconds} seconds after a restart`);
      const after = (await chunksOf(system())).map(({ file }) => file.split('/').at(-1));
      const young = before.filter(isYoung).map(({ file }) => file.split('/').at(-1));
      expect(young.length).toBeGreaterThanOrEqual(Object.keys(youngAges).length);
      expect(after).toEqual(expect.arrayContaining(young));
    }, 360_000);

    it('finds what is left of them, and says nothing of the rest', async () => {
      const { loki } = await askAsGrafana(system());
      const { faults } = await patiently(120, async () => {
        const is = { ...(await found(loki, oldAges, now)), ...(await found(loki, youngAges, now)) };
        const should: Record<string, number> = {
          ...eachOf(oldAges, 0),
          ...eachOf(youngAges, linesOfAge),
        };
        const odd = Object.entries(is).filter(([age, count]) => count !== should[age]);
        const faults = odd.map(([age, n]) => `${age}: ${n} lines are found, not ${should[age]}`);
        return { saw: Object.keys(is).length, faults };
      });
      expect(faults).toEqual([]);
    }, 180_000);
  });
}
