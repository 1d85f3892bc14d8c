import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../lib/core/index.js';
import { closureOf, jobsRead, metricsOf } from '../../scripts/closure/closure.js';
import { recordedSeries, unusedRecordings } from '../../scripts/closure/recorded.js';
import { routedAlerts } from '../../scripts/closure/routed.js';
import { unreadSeries } from '../../scripts/closure/unread.js';

const configMap = (name: string, text: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'o' },
  data: { file: text },
});

/** A Prometheus that scrapes some jobs, evaluates rules and is shown by panels. */
const system = (facts: {
  readonly jobs?: readonly object[];
  readonly rules?: readonly object[];
  readonly panels?: readonly { readonly expr: string; readonly legendFormat?: string }[];
  readonly variables?: readonly string[];
}): readonly Manifest[] => [
  configMap('prometheus-config', dump({ scrape_configs: facts.jobs ?? [{ job_name: 'loki' }] })),
  configMap('prometheus-rules-0', dump({ groups: [{ name: 'all', rules: facts.rules ?? [] }] })),
  configMap(
    'grafana-dashboard-one',
    JSON.stringify({
      uid: 'one',
      title: 'One',
      panels: (facts.panels ?? []).map((target, i) => ({
        title: `Panel ${i}`,
        targets: [{ datasource: { type: 'prometheus', uid: 'p' }, ...target }],
      })),
      templating: {
        list: (facts.variables ?? []).map((query) => ({
          name: 'v',
          datasource: { type: 'prometheus' },
          query: { query },
        })),
      },
    }),
  ),
];

const alert = (expr: string, description = 'x') => ({
  alert: 'A',
  expr,
  labels: { severity: 'info' },
  annotations: { description },
});
const faults = (facts: Parameters<typeof system>[0]) => closureOf(system(facts)).faults;

describe('what is read', () => {
  it('is resolved to metrics and jobs', () => {
    const expr = 'rate(loki_panic_total{job="loki"}[5m]) and on (pod) up';
    const jobs = [{ job_name: 'loki' }, { job_name: 'grafana' }];
    const [reading] = closureOf(system({ jobs, panels: [{ expr }] })).readings;
    expect(reading && metricsOf(reading)).toEqual(['loki_panic_total', 'up']);
    expect(reading && jobsRead(reading)).toEqual(['grafana', 'loki']);
  });

  it.each([
    ['up{job="lokki"}', ' reads up of job="lokki", which no scraped job matches'],
    ['up{job=~"a|b"}', ' reads up of job=~"a|b", which no scraped job matches'],
    ['loki_panics_total', ' reads loki_panics_total, which no job shows'],
    ['loki:panics:sum', ' reads loki:panics:sum, which nobody records'],
    ['{__name__=~"loki_pan.cs"}', ' reads {…}, which no job shows'],
    ['up{pod="a"}', ': up has no label "pod", and pod="a" never matches'],
  ])('%s', (expr, fault) => {
    expect(faults({ panels: [{ expr }] })).toEqual([`dashboard "One", panel "Panel 0"${fault}`]);
  });

  it('may be of jobs that a variable or an expression names', () => {
    const panels = [
      { expr: 'up{job=~"$job"}' },
      { expr: 'up{job=~"lo.+"}' },
      { expr: 'up{job!="grafana"}' },
      { expr: '{__name__=~"loki_panic.+"}' },
    ];
    expect(faults({ panels })).toEqual([]);
  });

  it('may have any name and label where a job has no catalogue', () => {
    const jobs = [{ job_name: 'shop' }];
    expect(faults({ jobs, panels: [{ expr: 'sum by (kind) (orders_total)' }] })).toEqual([
      'job "shop" has no catalogue; enter it in scripts/closure/catalogues.ts',
    ]);
  });

  it('is what templates, legends and variables show as well', () => {
    expect(
      faults({
        rules: [alert('up == 0', '{{ $labels.instance }} {{ with $labels.pod }}{{ . }}{{ end }}')],
        panels: [{ expr: 'up', legendFormat: '{{job}} {{ node }}' }],
        variables: ['label_values(up{job="loki"}, zone)', 'label_values(up, job)'],
      }),
    ).toEqual([
      'ConfigMap o/prometheus-rules-0 A: its series have no label "pod", and {{ $labels.pod }} stays empty',
      'dashboard "One", panel "Panel 0": its series have no label "node", and {{node}} in its legend stays empty',
      'dashboard "One", variable "v": its series have no label "zone", and it offers no values',
    ]);
  });
});

describe('what is recorded', () => {
  const record = (name: string, expr: string, labels = {}) => ({ record: name, expr, labels });

  it('has the labels of its rule, whatever the order of rules', () => {
    const rules = [
      record('b:up:sum', 'sum by (job, team) (a:up:sum)'),
      record('a:up:sum', 'sum by (job) (up)', { team: 'x' }),
    ];
    const panels = [{ expr: 'sum by (team, pod) (b:up:sum)' }];
    const closure = closureOf(system({ rules, panels }));
    expect([...(closure.recorded.get('b:up:sum')?.labels ?? [])]).toEqual(['job', 'team']);
    expect(closure.recorded.get('b:up:sum')?.jobs).toEqual(['loki']);
    expect(closure.faults).toEqual([
      'dashboard "One", panel "Panel 0": b:up:sum has no label "pod", and by (pod) tells nothing apart',
    ]);
  });

  it('may be made of itself', () => {
    const rules = [record('a:up:max', 'max by (job) (up) or a:up:max')];
    expect(faults({ rules, panels: [{ expr: 'a:up:max{job="loki"}' }] })).toEqual([]);
  });

  it('of alerts has the labels of all of them', () => {
    const rules = [alert('up == 0')];
    const panels = [
      { expr: 'sum by (alertname, alertstate, severity, instance) (ALERTS)' },
      { expr: 'ALERTS{pod=""}' },
    ];
    expect(faults({ rules, panels })).toEqual([
      'dashboard "One", panel "Panel 1": ALERTS has no label "pod", and pod="" excludes nothing',
    ]);
  });

  it('is seen, or only read by what nobody sees', () => {
    const rules = [
      record('a:up:sum', 'sum(up)'),
      record('b:up:sum', 'sum(a:up:sum)'),
      record('c:up:sum', 'sum(c:up:sum)'),
      record('d:up:sum', 'sum(up)'),
    ];
    const closure = closureOf(system({ rules, panels: [{ expr: 'd:up:sum' }] }));
    expect(recordedSeries(closure).map(({ name, readers }) => [name, readers])).toEqual([
      ['a:up:sum', ['ConfigMap o/prometheus-rules-0 b:up:sum']],
      ['b:up:sum', []],
      ['c:up:sum', []],
      ['d:up:sum', ['dashboard "One", panel "Panel 0"']],
    ]);
    expect(unusedRecordings(closure).map(({ name }) => name)).toEqual([
      'a:up:sum',
      'b:up:sum',
      'c:up:sum',
    ]);
  });
});

describe('what nobody reads', () => {
  it('is told by job, without what the scrape itself tells', () => {
    const keep = {
      action: 'keep',
      source_labels: ['__name__'],
      regex: 'loki_panic_total|loki_build_info',
    };
    const jobs = [{ job_name: 'loki', metric_relabel_configs: [keep] }];
    const [loki] = unreadSeries(
      closureOf(system({ jobs, panels: [{ expr: 'loki_panic_total{job="loki"}' }] })),
    );
    expect(loki).toEqual({ job: 'loki', series: 2, unread: ['loki_build_info'] });
  });
});

describe('alerts that routes and inhibitions name', () => {
  it('are found at any depth', () => {
    const config = {
      route: {
        routes: [{ matchers: ['alertname="Watchdog"'], routes: [{ matchers: ['a="b"'] }] }],
      },
      inhibit_rules: [{ source_matchers: ['alertname=~"Up|Down"'], target_matchers: ['x="y"'] }],
    };
    expect(routedAlerts([configMap('alertmanager-config', dump(config))])).toEqual([
      'Down',
      'Up',
      'Watchdog',
    ]);
    expect(routedAlerts([])).toEqual([]);
  });
});
