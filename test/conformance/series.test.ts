import { expect, it } from 'vitest';
import { observability } from '../../charts/index.js';
import { App, type KeptMetrics, type Manifest } from '../../lib/core/index.js';
import { example } from '../../sites/example.js';
import { type Cluster, startCluster } from './cluster/cluster.js';
import { describeCluster, ofFile } from './cluster/suite.js';
import type { PrometheusApi } from './flow/ask/ask-prometheus.js';
import { patiently } from './flow/ask/patiently.js';
import { tell } from './flow/parts/tell.js';
import { mutation } from './mutations.js';
import { asked, compared } from './series/lost.js';
import { populate } from './series/population.js';
import { asker, scrapedJobs, startScraper, startTargets } from './series/scrapers.js';

function stack(metrics: KeptMetrics): readonly Manifest[] {
  const app = new App();
  observability(app, { ...example, metrics });
  return app.render().flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
}

/** The same stack, that keeps one name less than is used. */
function lacking(name: string): readonly Manifest[] {
  const objects = structuredClone(stack('used'));
  const config = objects.find((o) => o.metadata.name === 'prometheus-config');
  const data = (config?.data ?? {}) as Record<string, string>;
  for (const [file, text] of Object.entries(data)) data[file] = text.replaceAll(`|${name}|`, '|');
  return objects;
}

const dropped = 'kube_pod_container_status_restarts_total';

/** Each a Prometheus of its own over the same targets. */
const scrapers = {
  all: { name: 'all', objects: stack('all'), port: 9090 },
  used: { name: 'used', objects: stack('used'), port: 9091 },
  lacking: { name: 'lacking', objects: lacking(dropped), port: 9092 },
} as const;

interface Scraped {
  readonly folder: string;
  readonly ask: Readonly<Record<keyof typeof scrapers, PrometheusApi>>;
  stop: Cluster['stop'];
}

async function start(): Promise<Scraped> {
  const cluster = await startCluster();
  await populate(cluster.kubectl);
  startTargets(cluster, scrapers.all.objects);
  for (const one of Object.values(scrapers)) startScraper(cluster, one);
  const at = await asker(cluster);
  const [all, used, less] = [scrapers.all, scrapers.used, scrapers.lacking].map(({ port }) =>
    at(port),
  );
  if (!all || !used || !less) throw new Error('one of the three is not there');
  return {
    folder: cluster.folder,
    ask: { all, used, lacking: less },
    stop: (options) => cluster.stop(options),
  };
}

/** What one value of each series is, by job. */
async function byJob(of: PrometheusApi, query: string): Promise<ReadonlyMap<string, number>> {
  const { series } = await of.query(query);
  return new Map(series.map(({ metric, value }) => [metric.job ?? '', Number(value?.[1])]));
}

const sum = (numbers: ReadonlyMap<string, number>): number =>
  [...numbers.values()].reduce((total, one) => total + one, 0);

/**
 * What kube-prometheus stores of what such targets show, as its relabeling was measured on them: 30,665 of 35,181
 * series of an API server, a kube-state-metrics and a node-exporter, with 240 pods.
 */
const storedByReference = 30_665 / 35_181;

describeCluster('what is stored of a real API server, kube-state-metrics and node-exporter', () => {
  const scraped = ofFile('cluster with three Prometheus', start, { start: 120, stop: 30 });
  const questions = asked(scrapers.all.objects);

  it('is scraped by both, all targets up, long enough for every rate', async () => {
    const { faults } = await patiently(60, async () => {
      const counts = await Promise.all(
        Object.values(scraped().ask).map((one) => byJob(one, 'count_over_time(up[1m]) > 5')),
      );
      const late = counts.some((jobs) => scrapedJobs.some((job) => !jobs.has(job)));
      return { saw: counts.length, faults: late ? ['a job has too few samples'] : [] };
    });
    expect(faults).toEqual([]);
    for (const one of Object.values(scraped().ask))
      expect([...(await byJob(one, 'up')).values()]).toEqual(scrapedJobs.map(() => 1));
  });

  it('is with metrics "used" at most a fifth of what the reference stores', async () => {
    const { all, used } = scraped().ask;
    const count = 'count by (job) ({__name__!="",instance!=""})';
    const shown = await byJob(all, 'scrape_samples_scraped');
    const [whole, part] = [await byJob(all, count), await byJob(used, count)];
    for (const job of scrapedJobs)
      tell(
        `series of ${job}: ${shown.get(job)} shown, ${whole.get(job)} with 'all', ${part.get(job)} with 'used'`,
      );
    tell(`series: ${sum(shown)} shown, ${sum(whole)} with 'all', ${sum(part)} with 'used'`);
    expect(sum(shown)).toBeGreaterThan(30_000);
    expect(sum(part)).toBeLessThanOrEqual((sum(shown) * storedByReference) / 5);
  });

  it('answers with metrics "used" every rule and panel that all of it answers', async () => {
    const { all, used } = scraped().ask;
    const { saw, answered, faults } = await compared(all, used, questions);
    tell(`questions and selectors: ${saw}, answered by both: ${answered}`);
    expect(faults).toEqual([]);
    expect(saw).toBeGreaterThanOrEqual(250);
    expect(answered).toBeGreaterThanOrEqual(80);
  });

  mutation('a used metric that is not kept', 'compared', async () => {
    const { all, lacking: less } = scraped().ask;
    const { faults } = await compared(all, less, questions, 2);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((fault) => !fault.includes(dropped))).toEqual([]);
    expect(faults.join('\n')).toMatch(/^(dashboard \S+, .+|rule \S+ of \S+): /);
  });
});
