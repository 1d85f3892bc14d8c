import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Alloy } from '../lib/alloy/index.js';
import {
  Chart,
  Endpoint,
  type IScrapeTarget,
  type ScrapeTarget,
  scrapePods,
} from '../lib/core/index.js';
import { Loki } from '../lib/loki/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { scraping, shop } from './prometheus-parts.js';
import { inventory, testChart } from './support.js';

describe('refuses', () => {
  const target = (target: Partial<ScrapeTarget>): IScrapeTarget => ({
    scrapeTargets: [
      { job: 'shop', endpoints: [Endpoint.fromUrl('http://shop.example.com/metrics')], ...target },
    ],
  });
  const refusals: readonly (readonly [string, readonly IScrapeTarget[], string])[] = [
    [
      'two targets of one name',
      [target({}), target({ honorLabels: true })],
      'chart/prometheus: job "shop" is two things, http://shop.example.com/metrics and http://shop.example.com/metrics; give one of them another name',
    ],
    [
      'a name that is taken by other pods',
      [target({}), shop],
      'chart/prometheus: job "shop" is two things, http://shop.example.com/metrics and other pods; give one of them another name',
    ],
    [
      'a timeout beyond the interval',
      [target({ timeout: Duration.seconds(31) })],
      'chart/prometheus: job "shop" has timeout "31 seconds", which is longer than its interval "30 seconds"; give 30 seconds or less',
    ],
    [
      'no endpoint',
      [target({ endpoints: [] })],
      'chart/prometheus: job "shop" has endpoints of scheme and path ""; give at least one, and a job to each scheme and path',
    ],
    [
      'endpoints of two kinds',
      [
        target({
          endpoints: ['http://a.example.com/x', 'https://b.example.com/x'].map((url) =>
            Endpoint.fromUrl(url),
          ),
        }),
      ],
      'chart/prometheus: job "shop" has endpoints of scheme and path "http /x", "https /x"; give at least one, and a job to each scheme and path',
    ],
    [
      'an endpoint that speaks no HTTP',
      [
        target({
          endpoints: [
            Endpoint.ofPods({ namespace: 'a', labels: {}, port: 1, name: 'otlp', scheme: 'grpc' }),
          ],
        }),
      ],
      'chart/prometheus: job "shop" has an endpoint "otlp" of scheme "grpc"; give one that speaks http or https',
    ],
    [
      'endpoints with different credentials',
      [
        target({
          endpoints: ['a', 'b'].map((tenant) =>
            Endpoint.fromUrl('http://shop.example.com/metrics', { tenant }),
          ),
        }),
      ],
      'chart/prometheus: job "shop" has endpoints that want different credentials; make a target for each',
    ],
    [
      'an endpoint that nothing finds',
      [
        target({
          endpoints: [Endpoint.ofPeer({ kind: 'outside' }, { name: 'far', port: 443 })],
        }),
      ],
      'job "shop": endpoint "far" has neither pods nor a host name; say by discovery how its targets are found',
    ],
    [
      'endpoints that are found in different ways',
      [
        target({
          endpoints: [
            Endpoint.onNodes({ name: 'node', port: 9100, scheme: 'http' }),
            Endpoint.fromUrl('http://a.example.com'),
          ],
        }),
      ],
      'job "shop": endpoints are of kinds "nodes, static", and one job is found in one way; make a target of each kind',
    ],
  ];
  it.each(refusals)('%s', (_, sources, message) => {
    expect(() => scraping(...sources)).toThrow(new Error(message));
  });

  it('pods on two ports as one job, with all else that is wrong at synth', () => {
    const pods = [8080, 9090].map((port) =>
      Endpoint.ofPods({ namespace: 'shop', labels: {}, port }),
    );
    const { chart } = scraping(target({ endpoints: pods }));
    expect(() => inventory(chart)).toThrow(
      new Error(
        '1 error, nothing was written\n  job "shop": endpoints are on ports "8080, 9090", and pods are scraped on one; make a target for each port',
      ),
    );
  });

  it('a target that another scrapes, in one cluster', () => {
    const chart = testChart();
    const loki = new Loki(chart, 'loki');
    new Prometheus(chart, 'first').scrape(loki);
    const second = new Prometheus(chart, 'second');
    expect(() => second.scrape(loki)).toThrow(
      new Error(
        'chart/second: job "loki" is scraped by chart/first as well; scrape it once, and send on from there',
      ),
    );
  });

  it('a target that an Alloy scrapes, even where each was told in words of its own', () => {
    const chart = testChart();
    const shop = () =>
      scrapePods({ job: 'shop', namespace: 'shop', labels: { app: 'shop' }, port: 80 });
    new Alloy(chart, 'alloy', { runsOn: 'cluster' }).scrape(shop());
    const prometheus = new Prometheus(chart, 'prometheus');
    expect(() => prometheus.scrape(shop())).toThrow(
      new Error(
        'chart/prometheus: job "shop" is scraped by chart/alloy as well; scrape it once, and send on from there',
      ),
    );
    prometheus.scrape(scrapePods({ job: 'shop', namespace: 'shop', labels: {}, port: 80 }));
  });

  it('a job of its own name beside itself', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    const other = new Loki(chart, 'loki').scrapeTargets.map((t) => ({ ...t, job: 'prometheus' }));
    expect(() => prometheus.scrape({ scrapeTargets: other })).toThrow(
      new Error(
        'chart/prometheus: job "prometheus" is two things, chart/prometheus and chart/loki; give one of them another name',
      ),
    );
  });
});

describe('takes', () => {
  it('one target in two clusters of one app', () => {
    const chart = testChart();
    const far = new Chart(chart.node.root, 'far', { site: { cluster: 'far' } });
    new Prometheus(chart, 'prometheus').scrape(shop);
    expect(() => new Prometheus(far, 'prometheus').scrape(shop)).not.toThrow();
  });

  it('a timeout as long as the interval, of the job or of all', () => {
    const thirty = { timeout: Duration.seconds(30) };
    const pods = { namespace: 'shop', labels: {}, port: 8080 };
    expect(() =>
      scraping(
        scrapePods({ ...pods, ...thirty, job: 'a' }),
        scrapePods({ ...pods, ...thirty, job: 'b', interval: Duration.seconds(30) }),
        scrapePods({ ...pods, job: 'c', interval: Duration.seconds(5) }),
      ),
    ).not.toThrow();
  });
});
