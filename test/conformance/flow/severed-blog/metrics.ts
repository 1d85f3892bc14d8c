import { describe, expect, it } from 'vitest';
import { site } from '../../../../examples/severed-blog/site.js';
import type { ScrapeTarget } from '../../../../lib/core/index.js';
import type { Verdict } from '../../cluster/checks.js';
import { scrapeJobsOf } from '../ask/apis.js';
import type { PrometheusApi } from '../ask/ask-prometheus.js';
import { settled } from '../ask/settled.js';
import { expectedUrls } from '../metrics/scrape-urls.js';
import { foundIn, notRunHere, seriesBelong, targetsUp } from '../metrics/scraping.js';
import { tell } from '../parts/tell.js';
import type { System } from '../system/system.js';
import { askAsGrafana, blogParts } from './parts.js';

const { cluster, blog, ...rest } = blogParts;

/** Prometheus asks for these itself. */
const pulled = scrapeJobsOf({ ...rest, cluster: cluster.without('cadvisor') });

/** The agents ask for these, each on its own node, and send what they get. */
const pushed = scrapeJobsOf({ blog, cluster: cluster.only('cadvisor') });

/** What the agents show of their own nodes has no URL. */
const hosts = 'node-exporter';

interface Up {
  readonly job: string;
  /** How many targets of it there are, and how many of them are up. */
  readonly all: number;
  readonly up: number;
}

async function pushedJobs(prometheus: PrometheusApi): Promise<readonly Up[]> {
  const count = async (query: string) => {
    const { series } = await prometheus.query(query);
    return new Map(series.map(({ metric, value }) => [metric.job, Number(value?.[1])]));
  };
  const all = await count('count by (job) (up)');
  const up = await count('sum by (job) (up)');
  return [...pushed.map(({ job }) => job), hosts].map((job) => ({
    ...{ job, all: all.get(job) ?? 0, up: up.get(job) ?? 0 },
  }));
}

/** Every target of a job that agents scrape is there, and is up. */
async function pushedUp(system: System, prometheus: PrometheusApi): Promise<Verdict> {
  const found = await foundIn(system.kubectl);
  const targetsOf = ({ job }: Up): number => {
    const one: ScrapeTarget | undefined = pushed.find((target) => target.job === job);
    return one ? expectedUrls(found, one).length : system.nodes.length;
  };
  const jobs = await pushedJobs(prometheus);
  const wrong = jobs.filter((one) => one.up !== targetsOf(one) || one.all !== one.up);
  return {
    saw: jobs.reduce((sum, { up }) => sum + up, 0),
    faults: wrong.map((one) => `${one.job}: ${one.up} up of ${one.all}, not ${targetsOf(one)}`),
  };
}

/** Targets whose series come by two ways, or twice by one. */
export async function doubled(prometheus: PrometheusApi): Promise<Verdict> {
  const pools = await prometheus.scrapePools();
  const both = [...pushed.map(({ job }) => job), hosts].filter((job) => pools.includes(job));
  const { series } = await prometheus.query('count by (job, instance, metrics_path) (up)');
  const twice = series.filter(({ value }) => value?.[1] !== '1');
  return {
    saw: series.length,
    faults: [
      ...both.map((job) => `${job}: Prometheus scrapes it, and the agents too`),
      ...twice.map(({ metric, value }) => `${JSON.stringify(metric)}: ${value?.[1]} series up`),
    ],
  };
}

/** Every target is scraped by one of the two ways into Prometheus, and by one only. */
export function metrics(system: () => System): void {
  describe('metrics', () => {
    it('are scraped by Prometheus or by the agent of the node, once each', async () => {
      const { prometheus } = await askAsGrafana(system());
      const own = await targetsUp(prometheus, system().kubectl, pulled, notRunHere(true));
      const others = await settled(90, () => pushedUp(system(), prometheus));
      const all = await doubled(prometheus);
      expect([own, others, all].flatMap(({ faults }) => faults)).toEqual([]);
      tell(`${own.saw} targets of Prometheus, ${others.saw} of the agents`);
      expect(own.saw).toBeGreaterThan(12);
      expect(others.saw).toBe(8);
      expect(all.saw).toBe(own.saw + others.saw);
    }, 200_000);

    it('all bear the name of the cluster, whichever way they came', async () => {
      const { prometheus } = await askAsGrafana(system());
      const { saw, faults } = await seriesBelong(prometheus, site.cluster);
      expect(faults).toEqual([]);
      tell(`${saw} series`);
      expect(saw).toBeGreaterThan(5000);
    });
  });
}
