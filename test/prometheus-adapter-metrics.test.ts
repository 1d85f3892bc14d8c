import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { promqlError } from '../lib/model/promql-syntax.js';
import {
  type ExternalMetricProps,
  externalMetric,
  type ObjectMetricProps,
  objectMetric,
  podMetric,
  type ScalingMetricProps,
} from '../lib/prometheus-adapter/index.js';
import { requests } from './prometheus-adapter-parts.js';

const ingress: ObjectMetricProps = {
  name: 'ingress_requests',
  series: 'ingress_requests_total',
  as: 'rate',
  resource: 'ingresses',
  apiGroup: 'networking.k8s.io',
  label: 'ingress',
};
const queue: ExternalMetricProps = { name: 'waiting', series: 'queue_length', as: 'value' };
const at = { cluster: 'home', namespace: 'blog', interval: Duration.seconds(15) };

describe('a metric derives', () => {
  it.each([
    [
      'a rate of each pod',
      requests(),
      'sum by (pod) (rate(http_requests_total{cluster="home",namespace="blog"}[1m]))',
    ],
    [
      'its own matchers beside those of the question',
      requests({ matchers: { job: 'integrations/nginx', code: { notRe: '5..' } } }),
      'sum by (pod) (rate(http_requests_total{cluster="home",code!~"5..",job="integrations/nginx",namespace="blog"}[1m]))',
    ],
    [
      'another cluster, where it says so',
      requests({ matchers: { cluster: { re: 'home|away' } } }),
      'sum by (pod) (rate(http_requests_total{cluster=~"home|away",namespace="blog"}[1m]))',
    ],
    [
      'the largest of several series of an object',
      objectMetric({ ...ingress, combine: 'max' }),
      'max by (ingress) (rate(ingress_requests_total{cluster="home",namespace="blog"}[1m]))',
    ],
    [
      'the latest value of a gauge, of the asking namespace',
      externalMetric(queue),
      'sum(queue_length{cluster="home",namespace="blog"})',
    ],
    [
      'the same for whoever asks',
      externalMetric({ ...queue, namespaced: false }),
      'sum(queue_length{cluster="home"})',
    ],
  ])('%s', (_, metric, expr) => {
    expect(metric.promql(at)).toBe(expr);
    expect(promqlError(expr)).toBeUndefined();
  });

  it('one number for all objects, as a trigger of KEDA wants it', () => {
    expect(requests().promql({ ...at, total: true })).toBe(
      'sum(rate(http_requests_total{cluster="home",namespace="blog"}[1m]))',
    );
  });

  it('the same question for whatever a dashboard has chosen', () => {
    expect(requests().promql({ ...at, cluster: '$cluster', namespace: { re: '$namespace' } })).toBe(
      'sum by (pod) (rate(http_requests_total{cluster="$cluster",namespace=~"$namespace"}[1m]))',
    );
  });

  it.each([
    ['15 s', 15, '1m'],
    ['16 s', 16, '2m'],
    ['30 s', 30, '2m'],
    ['5 s', 5, '1m'],
    ['a minute', 60, '4m'],
  ])('from an interval of %s a window of four, in whole minutes', (_, seconds, window) => {
    const expr = requests().promql({ ...at, interval: Duration.seconds(seconds) });
    expect(expr).toContain(`[${window}]`);
  });

  it('its own interval before that of the datasource, and takes a window of just four', () => {
    const slow = requests({ interval: Duration.minutes(1) });
    expect(slow.promql(at)).toContain('[4m]');
    const own = requests({ interval: Duration.seconds(30), window: Duration.minutes(2) });
    expect(own.promql({ cluster: 'home', namespace: 'blog' })).toContain('[2m]');
  });
});

describe('a metric refuses', () => {
  const pods: readonly (readonly [string, unknown, string])[] = [
    ['no name', { name: undefined }, 'podMetric: name is missing; it has no default'],
    [
      'a name that the API would cut in two',
      { name: 'requests/s' },
      'podMetric: name "requests/s" is not the name of a metric; give letters, digits, "_" and ":"',
    ],
    [
      'a selector in place of a series',
      { series: 'up{job="a"}' },
      'podMetric: series "up{job=\\"a\\"}" is not the name of a metric; give letters, digits, "_" and ":"',
    ],
    [
      'a way to count that there is not',
      { as: 'rates' },
      'podMetric: as "rates" is not one of the choices; did you mean "rate"? choices: rate, value',
    ],
    [
      'a label that each question names',
      { matchers: { pod: 'a' } },
      'metric "requests": matchers name "pod", which each question names; leave it out',
    ],
    [
      'a template in a matcher',
      { matchers: { job: '<<.Series>>' } },
      'podMetric: matchers {"job":"<<.Series>>"} has "<<", which begins a template of the adapter; leave it out',
    ],
    [
      'a window of what is no rate',
      { as: 'value', window: Duration.minutes(1) },
      'podMetric: metric "requests": window "1 minute" is of no use, as "value" is the latest sample; leave it out, or give as: \'rate\'',
    ],
    [
      'a window that is too short for its own interval',
      { window: Duration.minutes(1), interval: Duration.seconds(30) },
      'metric "requests": window "1 minute" is shorter than four scrape intervals of 30 seconds; give 2 minutes or more',
    ],
  ];
  it.each(pods)('%s', (_, props, message) => {
    // As a caller without types would.
    const given = { name: 'requests', series: 'http_requests_total', as: 'rate', ...Object(props) };
    expect(() => podMetric(given as ScalingMetricProps)).toThrow(new Error(message));
  });

  it.each([
    ['pods', 'resource "pods" has a function of its own; call podMetric'],
    [
      'nodes',
      'resource "nodes" lives in no namespace; name a kind that does, or call externalMetric',
    ],
    [
      'Ingress',
      'resource "Ingress" is not a Kubernetes name; give lower-case letters, digits, "-" and "."',
    ],
  ])('objects of kind %s', (resource, message) => {
    expect(() => objectMetric({ ...ingress, resource })).toThrow(
      new Error(`objectMetric: ${message}`),
    );
  });

  it('a label that is none', () => {
    expect(() => objectMetric({ ...ingress, label: 'a-b' })).toThrow(
      new Error(
        'objectMetric: label "a-b" is not the name of a label; give letters, digits and "_"',
      ),
    );
  });

  it('an external one that says of itself what is not known', () => {
    // As a caller without types would.
    const props = { ...queue, label: 'queue' } as ExternalMetricProps;
    expect(() => externalMetric(props)).toThrow(
      new Error(
        'externalMetric: "label" is not a known property; known: as, combine, interval, matchers, name, namespaced, series, window',
      ),
    );
  });

  it('a window that is too short for the datasource, and none that can be derived', () => {
    const short = requests({ window: Duration.seconds(30) });
    expect(() => short.promql(at)).toThrow(
      new Error(
        'metric "requests": window "30 seconds" is shorter than four scrape intervals of 15 seconds; give 1 minute or more',
      ),
    );
    expect(() => requests().promql({ cluster: 'home', namespace: 'blog' })).toThrow(
      new Error(
        'metric "requests": has no window, and how often its series get a sample is not known; give the datasource its scrapeInterval, or name the window',
      ),
    );
  });
});
