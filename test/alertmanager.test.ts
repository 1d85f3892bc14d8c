import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Alertmanager } from '../lib/alertmanager/index.js';
import { dashboardJson } from '../lib/model/dashboard/index.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { everything, made } from './alertmanager-parts.js';
import { fileOf, inventory } from './support.js';

describe('renders its config', () => {
  it('with one receiver and the house’s grouping and inhibition', async () => {
    const { chart } = made();
    await expect(fileOf(chart, 'alertmanager-config', 'alertmanager.yml')).toMatchFileSnapshot(
      'golden/alertmanager/default.yml',
    );
  });

  it('with something of everything', async () => {
    const { chart } = made({
      routes: everything(),
      inhibitions: [
        {
          source: { alertname: 'NodeDown' },
          target: { severity: { notRe: 'none|critical' } },
          equal: ['node'],
        },
      ],
      resolveTimeout: Duration.minutes(10),
      extraConfig: { global: { smtp_hello: 'alerts.example.com' } },
    });
    await expect(fileOf(chart, 'alertmanager-config', 'alertmanager.yml')).toMatchFileSnapshot(
      'golden/alertmanager/full.yml',
    );
  });

  it('and messages with no link but the runbook’s while nothing else can be reached', async () => {
    const { chart } = made();
    await expect(fileOf(chart, 'alertmanager-templates', 'house.tmpl')).toMatchFileSnapshot(
      'golden/alertmanager/plain.tmpl',
    );
  });

  it('and messages with links to Grafana, to silences and to the alerts', async () => {
    const { chart, alertmanager } = made({ links: { grafana: 'https://grafana.example.com/' } });
    alertmanager.exposedAt('https://alerts.example.com');
    await expect(fileOf(chart, 'alertmanager-templates', 'house.tmpl')).toMatchFileSnapshot(
      'golden/alertmanager/links.tmpl',
    );
  });
});

const scraped = {
  cluster: 'test',
  jobs: new Map(['alertmanager', 'kubelet'].map((j) => [j, { interval: Duration.seconds(30) }])),
};

describe('offers', () => {
  it('nothing but itself', () => {
    expect(inventory(made().chart)).toEqual([
      'ServiceAccount alertmanager',
      'ConfigMap alertmanager-config',
      'ConfigMap alertmanager-templates',
      'Service alertmanager',
      'Service alertmanager-headless',
      'NetworkPolicy alertmanager',
      'StatefulSet alertmanager',
    ]);
  });

  it('each of its replicas to senders, and a ring and a budget to them', () => {
    const { chart, alertmanager } = made({ replicas: 2 });
    expect(alertmanager.alertsEndpoint.map((e) => e.url)).toEqual([
      'http://alertmanager-0.alertmanager-headless.observability.svc.cluster.local:9093',
      'http://alertmanager-1.alertmanager-headless.observability.svc.cluster.local:9093',
    ]);
    expect(inventory(chart)).toContain('Service alertmanager-ring');
    expect(inventory(chart)).toContain('PodDisruptionBudget alertmanager');
  });

  it('a datasource, a scrape target, a page and a dashboard', () => {
    const { alertmanager } = made({ routePrefix: '/alerts' });
    expect(alertmanager.datasource).toMatchObject({ uid: 'alertmanager', type: 'alertmanager' });
    expect(alertmanager.datasource.endpoint.url).toBe(
      'http://alertmanager.observability.svc.cluster.local:9093/alerts',
    );
    expect(alertmanager.scrapeTargets).toMatchObject([
      { job: 'alertmanager', endpoints: [{ path: '/alerts/metrics' }] },
    ]);
    expect(alertmanager.httpEndpoint.path).toBe('/alerts');
    expect(alertmanager.dashboards.map((d) => d.uid)).toEqual(['alertmanager']);
  });

  it('the same of one that is not ours', () => {
    const foreign = Alertmanager.fromUrl('https://alerts.example.com/am', { uid: 'company' });
    expect(foreign.alertsEndpoint.map((e) => e.url)).toEqual(['https://alerts.example.com/am']);
    expect(foreign.datasource).toMatchObject({ uid: 'company', type: 'alertmanager' });
  });

  const alone = ['Down', 'FailedReload', 'FailedToSendAlerts', 'ClusterCrashlooping'];
  it.each([
    [1, true, [...alone, 'VolumeFillingUp']],
    [1, false, alone],
    [
      3,
      true,
      [
        ...[...alone, 'ClusterFailedToSendAlerts', 'ClusterDown'],
        ...['MembersInconsistent', 'ConfigInconsistent', 'VolumeFillingUp'],
      ],
    ],
  ] as const)('sound rules: with %i replicas, persistent: %s', (replicas, persistent, names) => {
    const { alertmanager } = made({ replicas, persistent });
    const [group] = alertmanager.rules(scraped);
    expect(group?.rules.map((r) => ('alert' in r ? r.alert : r.record))).toEqual(
      names.map((name) => `Alertmanager${name}`),
    );
    expect(group && ruleErrors(group)).toEqual([]);
    const wakes = group?.rules.filter((r) => 'alert' in r && r.severity === 'critical').length;
    expect(wakes).toBe(replicas > 1 ? 1 : 3);
    expect(alertmanager.rules({ cluster: 'test', jobs: new Map() })).toEqual([]);
  });

  it('a dashboard', async () => {
    const { dashboards, httpEndpoint: endpoint } = made({ replicas: 2 }).alertmanager;
    const prometheus = { uid: 'prometheus', type: 'prometheus', endpoint } as const;
    const [json] = dashboards.map((d) => dashboardJson(d, d.spec({ prometheus })));
    await expect(json).toMatchFileSnapshot('golden/alertmanager/dashboard.json');
  });
});
