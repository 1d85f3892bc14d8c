import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Alloy } from '../lib/alloy/index.js';
import { Endpoint, type IRuleSource, kubeletJob, scrapePods } from '../lib/core/index.js';
import { dashboardJson } from '../lib/model/dashboard/index.js';
import { exposedNames } from '../lib/model/metrics.js';
import { metricsOf, promqlError, rateWindows } from '../lib/model/promql-syntax.js';
import { isAlert, type RuleGroup } from '../lib/model/rule.js';
import { Prometheus, type PrometheusProps } from '../lib/prometheus/index.js';
import { prometheusMetrics } from '../lib/prometheus/metrics.js';
import { fileOf, inventory, testChart } from './support.js';

/** A source of one group of so many recording rules, each of a kilobyte. */
const large = (name: string, kilobytes: number): IRuleSource => ({
  rules: () => [
    {
      name,
      language: 'promql',
      rules: Array.from({ length: kilobytes }, (_, i) => ({
        record: `${name}:r${i}`,
        expr: `up{job="${'x'.repeat(960)}"}`,
      })),
    },
  ],
});
const reading = (window: string, job: string): IRuleSource => ({
  rules: () => [
    {
      name: 'shop',
      language: 'promql',
      rules: [
        { record: 'shop:requests:rate', expr: `rate(requests_total{job="${job}"}[${window}])` },
      ],
    },
  ],
});
const kubelet = {
  scrapeTargets: [
    { job: kubeletJob, endpoints: [Endpoint.onNodes({ name: 'kubelet', port: 10250 })] },
  ],
};

/** A Prometheus that sends alerts and samples, so that it has all its rules. */
function wired(props: PrometheusProps = {}) {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus', props);
  const url = 'http://far.example.com';
  prometheus.sendAlertsTo({ alertsEndpoint: [Endpoint.fromUrl(url)] });
  prometheus.sendMetricsTo(Prometheus.fromUrl(url));
  prometheus.scrape(kubelet);
  return { chart, prometheus };
}
const alertsOf = (groups: readonly RuleGroup[]): readonly string[] =>
  groups.flatMap(({ rules }) => rules.map((r) => (isAlert(r) ? r.alert : r.record)));
const context = (...jobs: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(jobs.map((job) => [job, { interval: Duration.seconds(30) }])),
});

describe('renders its config', () => {
  it('with its own rules, those of its targets and the Watchdog', async () => {
    const { chart } = wired();
    await expect(fileOf(chart, 'prometheus-rules-0', 'rules-0.yaml')).toMatchFileSnapshot(
      'golden/prometheus/rules.yml',
    );
  });

  it('with a dashboard', async () => {
    const { prometheus } = wired();
    const [dashboard] = prometheus.dashboards;
    const spec = dashboard?.spec({
      prometheus: prometheus.datasource,
      loki: { ...prometheus.datasource, uid: 'loki', type: 'loki' },
    });
    if (!dashboard || !spec) throw new Error('there is no dashboard');
    await expect(dashboardJson(dashboard, spec)).toMatchFileSnapshot(
      'golden/prometheus/dashboard.json',
    );
  });

  it('with rules in as many files as they need, in the order of their names', () => {
    const { chart, prometheus } = wired();
    for (const name of ['c', 'a', 'b']) prometheus.addRules(large(name, 150));
    const files = inventory(chart).filter((o) => o.includes('rules'));
    expect(files).toEqual([
      'ConfigMap prometheus-rules-0',
      'ConfigMap prometheus-rules-1',
      'ConfigMap prometheus-rules-2',
    ]);
    const groups = files.map((_, slot) =>
      fileOf(chart, `prometheus-rules-${slot}`, `rules-${slot}.yaml`).match(/(?<=- name: ).*/g),
    );
    expect(groups).toEqual([
      ['a'],
      ['b'],
      ['c', 'prometheus', 'prometheus-targets', 'prometheus-watchdog'],
    ]);
  });
});

describe('offers', () => {
  it('of its own rules only those that something can trigger', () => {
    const { prometheus } = wired();
    const all = alertsOf(prometheus.rules(context('prometheus', kubeletJob)));
    expect(all).toContain('PrometheusVolumeFillingUp');
    expect(all).toContain('PrometheusRemoteWriteBehind');
    expect(all).toContain('PrometheusErrorSendingAlertsToAnyAlertmanager');
    const alone = new Prometheus(testChart(), 'prometheus');
    const few = alertsOf(alone.rules(context('prometheus')));
    expect(all.filter((name) => !few.includes(name))).toEqual([
      'InfoInhibitor',
      'PrometheusNotConnectedToAlertmanagers',
      'PrometheusErrorSendingAlertsToAnyAlertmanager',
      'PrometheusErrorSendingAlertsToSomeAlertmanagers',
      'PrometheusNotificationQueueRunningFull',
      'PrometheusRemoteStorageFailures',
      'PrometheusRemoteWriteBehind',
      'PrometheusRemoteWriteDesiredShards',
      'PrometheusVolumeFillingUp',
    ]);
    expect(alertsOf(alone.rules(context()))).toEqual([
      'Watchdog',
      'TargetDown',
      'TargetNearSampleLimit',
      'TargetNearBodySizeLimit',
      'TargetNearTimeout',
    ]);
  });

  it('rules and panels that read what it exposes, and nothing else', () => {
    const { prometheus } = wired();
    const exposed = exposedNames(prometheusMetrics);
    // Made by whoever scrapes or evaluates, and by the kubelet.
    const others = /^(up|ALERTS|scrape_\w+|kubelet_volume_stats_\w+)$/;
    const [dashboard] = prometheus.dashboards;
    const spec = dashboard?.spec({ prometheus: prometheus.datasource });
    const panels = JSON.stringify(spec).match(/(?<="expr":)"(?:[^"\\]|\\.)*"/g) ?? [];
    const rules = prometheus
      .rules(context('prometheus', kubeletJob))
      .flatMap((group) => group.rules.map((rule) => rule.expr));
    const queries = [...rules, ...panels.map((text): string => JSON.parse(text))];
    expect(queries.length).toBeGreaterThan(50);
    expect(queries.map(promqlError).filter((e) => e !== undefined)).toEqual([]);
    const read = queries.flatMap((query) => metricsOf(query).map(({ metric }) => metric ?? ''));
    expect(read.filter((name) => !exposed.has(name) && !others.test(name))).toEqual([]);
    const fixed = panels.flatMap((text) => rateWindows(JSON.parse(text)));
    expect(fixed.filter(({ windowMs }) => windowMs !== undefined)).toEqual([]);
  });
});

describe('derives', () => {
  it('the limit that an alert comes before from the one in the config', () => {
    const { prometheus } = wired();
    const targets = prometheus.rules(context()).flatMap(({ rules }) => rules);
    expect(targets.map((rule) => rule.expr)).toContain('scrape_body_size_bytes > 0.8 * 134217728');
  });

  it('what rules may count on from the jobs and their intervals', () => {
    const { chart, prometheus } = wired();
    prometheus.scrape(
      scrapePods({
        job: 'slow',
        namespace: 'shop',
        labels: {},
        port: 80,
        interval: Duration.minutes(2),
      }),
    );
    const seen: string[] = [];
    prometheus.addRules({
      rules: ({ cluster, jobs }) => {
        for (const [job, { interval }] of jobs)
          seen.push(`${cluster} ${job} ${interval.toSeconds()}`);
        return [];
      },
    });
    inventory(chart);
    expect(seen).toEqual(['test kubelet 30', 'test prometheus 30', 'test slow 120']);
  });

  it('what rules may count on from the jobs of those that write to it', () => {
    const chart = testChart();
    const prometheus = new Prometheus(chart, 'prometheus');
    const far = new Prometheus(chart, 'far', { scrapeInterval: Duration.seconds(15) });
    const alloy = new Alloy(chart, 'alloy', { runsOn: 'every-node' });
    far.sendMetricsTo(prometheus);
    alloy.sendMetricsTo(prometheus);
    alloy.scrape(scrapePods({ job: 'shop', namespace: 'shop', labels: {}, port: 80 }));
    let seen: readonly string[] = [];
    prometheus.addRules({
      rules: ({ jobs }) => {
        seen = [...jobs].map(([job, { interval }]) => `${job} ${interval.toSeconds()}`).sort();
        return [];
      },
    });
    inventory(chart);
    expect(seen).toEqual(['far 15', 'prometheus 30', 'shop 30']);
  });
});

describe('refuses', () => {
  const failing = (sources: readonly IRuleSource[], props: PrometheusProps = {}) => {
    const { chart, prometheus } = wired(props);
    for (const source of sources) prometheus.addRules(source);
    return () => inventory(chart);
  };
  const refusals: readonly (readonly [string, readonly IRuleSource[], string])[] = [
    [
      'more rules than there is room for',
      ['a', 'b', 'c', 'd'].map((name) => large(name, 200)),
      'chart/prometheus: ruleSlots "2" are too few for rules that need 4; give ruleSlots: 4 or more, which restarts it once',
    ],
    [
      'a group that fits in no file',
      [large('a', 300)],
      'chart/prometheus: rule group "a" has 303526 bytes, more than the 250000 of a file; split it',
    ],
    [
      'a window too short for the job it reads',
      [reading('1m', 'prometheus')],
      'chart/prometheus: rule group "shop": "shop:requests:rate": rate window "1m" over job "prometheus" is shorter than 4 scrape intervals of "30s"; use 2m or more',
    ],
    [
      'an expression that is none',
      [reading('5m', 'a"b')],
      'rule group "shop": record "shop:requests:rate": expr is not promql: unclosed string at column 29; close it with "',
    ],
    [
      'two groups of one name',
      [reading('5m', 'a'), reading('5m', 'b')],
      'chart/prometheus: rule group "shop" comes from two sources; give each group a name of its own',
    ],
  ];
  it.each(refusals)('%s', (_, sources, message) => {
    expect(failing(sources, { ruleSlots: 2 })).toThrow(
      new Error(`1 error, nothing was written\n  ${message}`),
    );
  });

  it.each([
    ['a window of four intervals', reading('2m', 'prometheus')],
    ['a short window over a job that it does not know', reading('1m', 'elsewhere')],
    ['a group that just fits', large('a', 240)],
  ])('not %s', (_, source) => {
    expect(failing([source], { ruleSlots: 2 })).not.toThrow();
  });
});
