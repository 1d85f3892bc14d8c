import { Duration } from 'cdk8s';
import { type ScrapePods, scrapePods, scrapeUrls } from '../../lib/core/index.js';
import { drop, keep, mapLabels, replaceLabel } from '../../lib/model/relabel.js';
import { Prometheus } from '../../lib/prometheus/index.js';
import { testChart } from '../support.js';
import { alloy, loki, prometheus, type Row, untyped } from './row.js';

const shop = { job: 'shop', namespace: 'shop', labels: { app: 'shop' }, port: 8080 };
/** A Prometheus that scrapes each of these. */
const scraping =
  (...jobs: readonly Partial<ScrapePods>[]) =>
  () => {
    const scraper = prometheus();
    for (const job of jobs) scraper.scrape(scrapePods({ ...shop, ...job }));
    return scraper;
  };
const labelled = (labels: Record<string, string>) => () => {
  const scraper = prometheus();
  scraper.scrape(scrapeUrls({ job: 'shop', urls: ['http://shop.example.com'], labels }));
  return scraper;
};
/** What is scraped by two. */
const scrapedTwice = (job: string) => () => {
  const chart = testChart();
  const store = loki({}, chart);
  prometheus({}, chart).scrape(store);
  const agent = alloy({ runsOn: 'cluster' }, chart);
  agent.collectClusterEvents();
  agent.sendMetricsTo(Prometheus.fromUrl('https://metrics.example.com'));
  agent.scrape({ scrapeTargets: store.scrapeTargets.map((t) => ({ ...t, job })) });
  return chart;
};

export const scrapeJobs: readonly Row[] = [
  {
    row: 25,
    bad: [
      [
        'two jobs of one name',
        scraping({}, { labels: { app: 'till' } }),
        'chart/prometheus: job "shop" is two things, other pods and other pods; give one of them another name',
      ],
      [
        'two jobs of one name, of an Alloy',
        () => {
          const agent = alloy({ runsOn: 'cluster' });
          agent.scrape(scrapePods(shop));
          agent.scrape(scrapePods({ ...shop, port: 80 }));
        },
        'chart/alloy: job "shop" has two sources; give one of them another name',
      ],
      [
        'one target of two scrapers',
        scrapedTwice('loki'),
        'chart/alloy: job "loki" is scraped by chart/prometheus as well; scrape it once, and send on from there',
      ],
    ],
    near: [
      ['two jobs of nearly one name', scraping({}, { job: 'shop-2' })],
      ['one job, told twice', scraping({}, {})],
      ['the same endpoints as another job', scrapedTwice('loki-again')],
    ],
  },
  {
    row: 26,
    bad: [
      [
        'a timeout beyond the interval',
        scraping({ interval: Duration.seconds(15), timeout: Duration.seconds(20) }),
        'chart/prometheus: job "shop" has timeout "20 seconds", which is longer than its interval "15 seconds"; give 15 seconds or less',
      ],
      [
        'a timeout beyond the interval of all',
        scraping({ timeout: Duration.seconds(31) }),
        'chart/prometheus: job "shop" has timeout "31 seconds", which is longer than its interval "30 seconds"; give 30 seconds or less',
      ],
      [
        'the same for all jobs',
        () =>
          prometheus({ scrapeInterval: Duration.seconds(5), scrapeTimeout: Duration.seconds(6) }),
        'chart/prometheus: scrapeTimeout "6 seconds" is longer than scrapeInterval "5 seconds"; give 5 seconds or less',
      ],
    ],
    near: [
      ['a timeout as long', scraping({ timeout: Duration.seconds(30) })],
      ['an interval shorter than the usual timeout', scraping({ interval: Duration.seconds(5) })],
    ],
  },
  {
    row: 33,
    bad: [
      [
        'a look-ahead',
        () => drop({ from: ['job'], matches: 'a(?=b)' }),
        'relabel: regex "a(?=b)" has the look-around "(?=", which RE2 does not have; match what may be there, or use a second condition',
      ],
      [
        'a backreference',
        () => keep({ from: ['a', 'b'], matches: '(.+);\\1' }),
        'relabel: regex "(.+);\\1" has the backreference "\\1", which RE2 does not have; write the text out',
      ],
      [
        'a second group of one',
        () => replaceLabel({ from: ['a'], matches: '(.+):.*', to: 'b', with: '${2}' }),
        'relabel: replacement "${2}" refers to group "2", which regex "(.+):.*" does not have; put what it is to stand for in parentheses, or write "$$" for a dollar',
      ],
      [
        'a group that swallows what follows',
        () => replaceLabel({ from: ['a'], matches: '(.+)', to: 'b', with: '$1_total' }),
        'relabel: replacement "$1_total" refers to group "1_total", which regex "(.+)" does not have; write "${1}_total"',
      ],
      [
        'a label that is none',
        () => mapLabels('__meta_(.+)', 'my-$1'),
        'relabel: replacement "my-$1" makes no label name; use letters, digits, "_" and groups',
      ],
    ],
    near: [
      [
        'two groups, a dollar and a non-greedy match',
        scraping({
          relabel: [
            replaceLabel({ from: ['a'], matches: '(.+?):(\\d+)', to: 'b', with: '${2}$$' }),
          ],
        }),
      ],
    ],
  },
  {
    row: 'further',
    bad: [
      [
        'a label beyond ASCII',
        labelled({ größe: 'xl' }),
        'job "shop": labels {"größe":"xl"} has "größe", which is not a label name; give letters, digits and "_", no digit first',
      ],
      [
        'a cluster of its own',
        labelled({ cluster: 'other' }),
        'job "shop": labels {"cluster":"other"} has "cluster", which the scraper sets; leave it out',
      ],
      [
        'a namespace that is an expression',
        scraping({ namespace: 'shop-.*' }),
        'job "shop": namespace "shop-.*" is not a namespace; give lower-case letters, digits and "-"',
      ],
      [
        'a path without a slash',
        scraping({ path: 'metrics' }),
        'endpoint: path "metrics" does not begin with "/"; give "/metrics"',
      ],
      [
        'an address without a scheme',
        () => Prometheus.fromUrl('metrics.example.com'),
        'endpoint: url "metrics.example.com" is not an http(s) address; give https://host[:port][/path]',
      ],
      [
        'a user in an address',
        () => Prometheus.fromUrl('https://me:mine@metrics.example.com'),
        'endpoint: url of "metrics.example.com" carries a user or a password; give credentials by SecretRef',
      ],
      [
        'a key in an address',
        () => Prometheus.fromUrl('https://metrics.example.com/write?key=abc'),
        'endpoint: url of "metrics.example.com" carries a query or a fragment; give the address only; a key that stands there is a credential',
      ],
      [
        'one store, told twice and differently',
        () => {
          const store = Prometheus.fromUrl('https://metrics.example.com');
          const scraper = prometheus();
          scraper.sendMetricsTo(store);
          scraper.sendMetricsTo(store, { relabel: [drop({ from: ['job'], matches: 'a' })] });
        },
        'chart/prometheus: sendMetricsTo "https://metrics.example.com/api/v1/write" is told twice, with other steps; give all steps at once',
      ],
    ],
    near: [
      ['a label of the target', labelled({ size_2: 'größe', instance: 'one' })],
      [
        'an address with a slash at its end, told twice',
        () => {
          const scraper = prometheus();
          for (const end of ['', '/'])
            scraper.sendMetricsTo(Prometheus.fromUrl(`https://metrics.example.com${end}`));
          return scraper;
        },
      ],
      ['a path of its own', scraping({ path: '/stats/prometheus', scheme: untyped('https') })],
    ],
  },
];
