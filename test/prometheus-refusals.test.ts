import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { drop } from '../lib/model/relabel.js';
import { Prometheus, type PrometheusProps } from '../lib/prometheus/index.js';
import { store } from './prometheus-parts.js';
import { objectsOf, testChart } from './support.js';

describe('refuses', () => {
  const refusals: readonly (readonly [string, unknown, string])[] = [
    [
      'a retention in words',
      { retention: '15 days' },
      'chart/prometheus: retention "15 days" is not a Duration; give Duration.days(15), from \'cdk8s\'',
    ],
    [
      'a retention shorter than what is in memory',
      { retention: Duration.minutes(30) },
      'chart/prometheus: retention "30 minutes" is shorter than 3 hours; give 3 hours or more',
    ],
    [
      'a size in words',
      { retentionSize: '50Gi' },
      'chart/prometheus: retentionSize "50Gi" is not a Size; give Size.gibibytes(50), from \'cdk8s\'',
    ],
    [
      'more than the volume holds',
      { retentionSize: Size.gibibytes(60), volumeSize: Size.gibibytes(50) },
      'chart/prometheus: retentionSize "60Gi" (64424509440 bytes) is 120 % of volumeSize "50Gi" (53687091200 bytes); give at most 95 %, better 80 %, or a larger volume',
    ],
    [
      'almost all that the volume holds, whatever the reason',
      {
        retentionSize: Size.gibibytes(48),
        volumeSize: Size.gibibytes(50),
        retentionSizeReason: 'we like it full',
      },
      'chart/prometheus: retentionSize "48Gi" (51539607552 bytes) is 96 % of volumeSize "50Gi" (53687091200 bytes); give at most 95 %, better 80 %, or a larger volume',
    ],
    [
      'much of the volume without a reason',
      { retentionSize: Size.gibibytes(45), volumeSize: Size.gibibytes(50) },
      'chart/prometheus: retentionSize "45Gi" (48318382080 bytes) is 90 % of volumeSize "50Gi" (53687091200 bytes); give at most 85 %, a larger volume, or say why in retentionSizeReason',
    ],
    [
      'three replicas',
      { replicas: 3 },
      'chart/prometheus: replicas 3 is not one of the choices; choices: 1, 2',
    ],
    [
      'an interval that rules cannot bear',
      { scrapeInterval: Duration.minutes(2) },
      'chart/prometheus: scrapeInterval "2 minutes" is longer than 1 minute, and rules look back 5; give 1 minute or less; a single job may be slower',
    ],
    [
      'a timeout beyond the interval',
      { scrapeInterval: Duration.seconds(15), scrapeTimeout: Duration.seconds(20) },
      'chart/prometheus: scrapeTimeout "20 seconds" is longer than scrapeInterval "15 seconds"; give 15 seconds or less',
    ],
    [
      'an unknown property',
      { retentionsize: 1 },
      'chart/prometheus: "retentionsize" is not a known property; did you mean "retentionSize"?',
    ],
    [
      'no room for rules',
      { ruleSlots: 0 },
      'chart/prometheus: ruleSlots 0 is not a whole number in range; give 1 to 100',
    ],
  ];
  it.each(refusals)('%s', (_, props, message) => {
    // As a caller without types would.
    expect(() => new Prometheus(testChart(), 'prometheus', props as PrometheusProps)).toThrow(
      new Error(message),
    );
  });

  it('a second address, and one with a path', () => {
    const prometheus = new Prometheus(testChart(), 'prometheus');
    expect(() => prometheus.exposedAt('https://example.com/prometheus')).toThrow(
      new Error(
        'chart/prometheus: url "https://example.com/prometheus" has another path than "/", where it serves; give it a host of its own',
      ),
    );
    prometheus.exposedAt('https://prometheus.example.com');
    expect(() => prometheus.exposedAt('https://metrics.example.com')).toThrow(
      new Error(
        'chart/prometheus: url "https://metrics.example.com" is a second one beside "https://prometheus.example.com"; route one host to it: its links lead to one',
      ),
    );
  });

  it('a store told twice with different steps', () => {
    const prometheus = new Prometheus(testChart(), 'prometheus');
    prometheus.sendMetricsTo(store);
    prometheus.sendMetricsTo(store);
    expect(() =>
      prometheus.sendMetricsTo(store, { relabel: [drop({ from: ['job'], matches: 'a' })] }),
    ).toThrow(
      new Error(
        'chart/prometheus: sendMetricsTo "https://metrics.example.com/api/v1/write" is told twice, with other steps; give all steps at once',
      ),
    );
  });
});

describe('takes', () => {
  const near: readonly (readonly [string, PrometheusProps])[] = [
    ['the shortest retention', { retention: Duration.hours(3) }],
    [
      '85 % without a reason',
      { retentionSize: Size.mebibytes(43_520), volumeSize: Size.gibibytes(50) },
    ],
    [
      '95 % with one',
      {
        retentionSize: Size.mebibytes(48_640),
        volumeSize: Size.gibibytes(50),
        retentionSizeReason: 'blocks are uploaded within the hour',
      },
    ],
    [
      'a timeout as long as the interval',
      { scrapeInterval: Duration.seconds(10), scrapeTimeout: Duration.seconds(10) },
    ],
    ['an interval shorter than the usual timeout', { scrapeInterval: Duration.seconds(5) }],
    ['the longest interval', { scrapeInterval: Duration.minutes(1) }],
  ];
  it.each(near)('%s', (_, props) => {
    const chart = testChart();
    new Prometheus(chart, 'prometheus', props);
    expect(objectsOf(chart)).not.toHaveLength(0);
  });
});
