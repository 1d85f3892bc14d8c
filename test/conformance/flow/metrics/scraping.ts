import type { ScrapeTarget } from '../../../../lib/core/index.js';
import type { Verdict } from '../../cluster/checks.js';
import type { Kubectl } from '../../cluster/kubectl.js';
import type { ActiveTarget, PrometheusApi } from '../ask/ask-prometheus.js';
import { settled } from '../ask/settled.js';
import { expectedUrls, type Found } from './scrape-urls.js';

/** Jobs that cannot be up where the stack is tried, with the reason why. */
export type Excepted = ReadonlyMap<string, string>;

/** @param withAlloy whether Alloy itself runs */
export const notRunHere = (withAlloy: boolean): Excepted => {
  const alloy = 'Alloy is not built: what stands in for it has no metrics';
  return new Map([
    ['grafana', 'Grafana cannot be obtained: what stands in for it has no metrics'],
    ...(withAlloy ? [] : [['alloy', alloy] as const, ['alloy-events', alloy] as const]),
  ]);
};

/**
 * Series of no target. They have the labels of their alert alone, and Watchdog reads no series that would bring
 * `cluster`; what is sent of it has the label, as Prometheus adds it on the way out.
 */
const ofNoTarget = 'ALERTS|ALERTS_FOR_STATE';

/** What is wrong with the targets of one job. */
function judgeJob(
  job: string,
  urls: readonly string[],
  active: readonly ActiveTarget[],
  reason: string | undefined,
): string[] {
  const is = active.filter(({ scrapePool }) => scrapePool === job);
  const missing = urls.filter((url) => !is.some(({ scrapeUrl }) => scrapeUrl === url));
  const unexpected = is.filter(({ scrapeUrl }) => !urls.includes(scrapeUrl));
  const down = is.filter(({ health }) => health !== 'up');
  return [
    ...(urls.length === 0 ? [`job ${job}: nothing in the cluster is a target of it`] : []),
    ...missing.map((url) => `job ${job}: ${url} is not scraped`),
    ...unexpected.map(({ scrapeUrl }) => `job ${job}: ${scrapeUrl} is scraped, and should not be`),
    ...(reason === undefined
      ? down.map((t) => `job ${job}: ${t.scrapeUrl} is ${t.health}: ${t.lastError}`)
      : is.length > down.length
        ? [`job ${job}: is up, and is excepted: ${reason}`]
        : []),
  ];
}

/** What Prometheus says that it scrapes. */
export interface Scraped {
  readonly active: readonly ActiveTarget[];
  /** Jobs of the config, those without a target too. */
  readonly pools: readonly string[];
}

/** Every job scrapes each of its targets, no other and none twice, and each of them is up. */
export function judgeTargets(
  jobs: readonly ScrapeTarget[],
  found: Found,
  { active, pools }: Scraped,
  excepted: Excepted,
): Verdict {
  const names = jobs.map(({ job }) => job);
  const twice = active.flatMap(({ scrapeUrl, scrapePool }, i) => {
    const before = active.slice(0, i).find((target) => target.scrapeUrl === scrapeUrl);
    return before
      ? [`${scrapeUrl} is scraped twice: by ${before.scrapePool} and ${scrapePool}`]
      : [];
  });
  return {
    saw: active.length,
    faults: [
      ...names.filter((name) => !pools.includes(name)).map((name) => `job ${name} is not there`),
      ...pools.filter((pool) => !names.includes(pool)).map((pool) => `job ${pool} is nobody's`),
      ...jobs.flatMap((job) =>
        judgeJob(job.job, expectedUrls(found, job), active, excepted.get(job.job)),
      ),
      ...twice,
    ],
  };
}

/** What of the cluster can be scraped, as it is now. */
export async function foundIn(kubectl: Pick<Kubectl, 'list'>): Promise<Found> {
  const [nodes, pods, endpointSlices] = await Promise.all(
    ['nodes', 'pods', 'endpointslices'].map((kind) => kubectl.list(kind)),
  );
  return { nodes: nodes ?? [], pods: pods ?? [], endpointSlices: endpointSlices ?? [] };
}

/** The same of the cluster as it is now; a target that has just come is given time for its first scrape. */
export const targetsUp = (
  prometheus: PrometheusApi,
  kubectl: Pick<Kubectl, 'list'>,
  jobs: readonly ScrapeTarget[],
  excepted: Excepted,
  seconds = 90,
): Promise<Verdict> =>
  settled(seconds, async () => {
    const found = await foundIn(kubectl);
    const scraped = { active: await prometheus.targets(), pools: await prometheus.scrapePools() };
    return judgeTargets(jobs, found, scraped, excepted);
  });

/** Every series has the label `cluster`, with the site's value; saw the series that there are. */
export async function seriesBelong(prometheus: PrometheusApi, cluster: string): Promise<Verdict> {
  const others = `{cluster!="${cluster}",__name__=~".+",__name__!~"${ofNoTarget}"}`;
  const foreign = await prometheus.query(`count by (job, cluster) (${others})`);
  const all = await prometheus.query('count({__name__=~".+"})');
  return {
    saw: Number(all.series[0]?.value?.[1] ?? 0),
    faults: foreign.series.map(({ metric: { job = '', cluster: value = '' }, value: count }) => {
      return `job "${job}": ${count?.[1]} series have cluster="${value}", not "${cluster}"`;
    }),
  };
}
