import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { Alloy } from '../lib/alloy/index.js';
import { alloyMetrics } from '../lib/alloy/metrics.js';
import { Endpoint } from '../lib/core/index.js';
import { dashboardJson } from '../lib/model/dashboard/index.js';
import { exposedNames } from '../lib/model/metrics.js';
import { metricsOf } from '../lib/model/promql-syntax.js';
import { isAlert, ruleFile } from '../lib/model/rule.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { toYaml } from '../lib/model/yaml.js';
import { inCluster, loki, onNodes, pair } from './alloy-parts.js';
import { drawn } from './drawn.js';
import { testChart } from './support.js';

const scraped = (...jobs: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(jobs.map((job) => [job, { interval: Duration.seconds(30) }])),
});
const alertsOf = (alloy: Alloy, ...jobs: readonly string[]): readonly string[] =>
  alloy
    .rules(scraped(...jobs))
    .flatMap(({ rules }) => rules.map((rule) => (isAlert(rule) ? rule.alert : rule.record)));

/** Alerts on lines of pods, and on events. */
const ofPodLogs = [
  ...['StackContainerPanicked', 'ContainerPanicked', 'ContainerHeapExhausted'],
  'ContainerCertificateErrors',
];
const ofEvents = [
  ...['KubeNodeSystemOOM', 'KubeVolumeMountFailing', 'KubeImagePullFailing'],
  ...['KubePodSandboxFailing', 'KubePodCreationFailing'],
];

/** One that does all that is done on every node. */
function busy(): Alloy {
  const alloy = onNodes();
  alloy.collectPodLogs();
  alloy.scrape(alloy);
  alloy.sendLogsTo(loki);
  alloy.sendMetricsTo(pair);
  return alloy;
}
/** One whose replicas collect events. */
function events(): Alloy {
  const alloy = inCluster(testChart(), { replicas: 2 });
  alloy.collectClusterEvents();
  alloy.sendLogsTo(loki);
  return alloy;
}

describe('renders its config', () => {
  it.each(['promql', 'logql'] as const)('with rules in %s', async (language) => {
    const groups = busy()
      .rules(scraped('alloy'))
      .filter((group) => group.language === language);
    expect(groups.flatMap(ruleErrors)).toEqual([]);
    await expect(toYaml(ruleFile(groups))).toMatchFileSnapshot(
      `golden/alloy/rules-${language}.yml`,
    );
  });

  it('with rules on events, as they are written', () => {
    const alloy = inCluster();
    alloy.collectClusterEvents({ format: 'json', job: 'happenings' });
    const groups = alloy.rules(scraped());
    expect(groups.flatMap(ruleErrors)).toEqual([]);
    const [mounts] = groups.flatMap(({ rules }) =>
      rules.filter((rule) => isAlert(rule) && rule.alert === 'KubeVolumeMountFailing'),
    );
    expect(mounts?.expr).toBe(
      'sum by (cluster, namespace, pod) (count_over_time({cluster="test",job="happenings"} |~ "\\"reason\\":\\"(FailedMount|FailedAttachVolume|FailedMapVolume)\\"" | json name | label_format pod=name [10m])) > 8',
    );
  });

  it('with a dashboard', async () => {
    const [dashboard] = busy().dashboards;
    const endpoint = Endpoint.fromUrl('http://store.example.com');
    const spec = dashboard?.spec({
      prometheus: { uid: 'prometheus', type: 'prometheus', endpoint },
      loki: { uid: 'loki', type: 'loki', endpoint },
    });
    if (!dashboard || !spec) throw new Error('there is no dashboard');
    await expect(dashboardJson(dashboard, spec)).toMatchFileSnapshot('golden/alloy/dashboard.json');
  });
});

describe('offers', () => {
  it('rules for what it does, where it is scraped', () => {
    const always = [
      ...['AlloyDown', 'AlloyConfigReloadFailed', 'UnhealthyComponents'],
      'SlowComponentEvaluations',
    ];
    const delivery = ['AlloyCannotDeliverLogs', 'AlloyLogsDropped'];
    expect(alertsOf(busy(), 'alloy')).toEqual([
      ...always,
      ...delivery,
      'AlloyReadsLogsTooSlowly',
      'AlloyRemoteStorageFailures',
      'AlloyRemoteWriteBehind',
      ...ofPodLogs,
    ]);
    expect(alertsOf(events(), 'alloy')).toEqual([
      ...[...always, 'ClusterNotConverging', ...delivery],
      ...ofEvents,
    ]);
  });

  it('rules on the logs and events it collects, though nobody scrapes it', () => {
    expect(alertsOf(busy())).toEqual(ofPodLogs);
    expect(alertsOf(events(), 'loki')).toEqual(ofEvents);
    const idle = inCluster();
    idle.sendLogsTo(loki);
    expect(alertsOf(idle)).toEqual([]);
  });

  it('panels for what it does', () => {
    const titles = (alloy: Alloy) => drawn(alloy.dashboards[0]).panels.map(({ title }) => title);
    expect(titles(busy())).toContain('Furthest behind');
    expect(titles(events())).not.toContain('Furthest behind');
    expect(titles(events())).not.toContain('Samples delivered');
  });
});

describe('derives', () => {
  it.each([busy(), events()])('every metric that it reads from the catalogue', (alloy) => {
    const { exprs, faults } = drawn(alloy.dashboards[0]);
    const rules = alloy.rules(scraped('alloy')).filter(({ language }) => language === 'promql');
    const read = [
      ...exprs,
      ...rules.flatMap((group) => group.rules.map(({ expr }) => expr)),
    ].flatMap((expr) => metricsOf(expr).map(({ metric = '' }) => metric));
    const known = new Set(['up', ...exposedNames(alloyMetrics).keys()]);
    expect(faults).toEqual([]);
    expect(read.length).toBeGreaterThan(15);
    expect(read.filter((name) => !known.has(name))).toEqual([]);
  });
});
