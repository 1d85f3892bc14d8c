import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { houseInhibitions } from '../lib/alertmanager/index.js';
import { BlackboxExporter } from '../lib/blackbox-exporter/index.js';
import { blackboxExporterMetrics } from '../lib/blackbox-exporter/metrics.js';
import { exposedNames } from '../lib/model/metrics.js';
import { metricsOf } from '../lib/model/promql-syntax.js';
import { isAlert } from '../lib/model/rule.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { scrapeMetrics } from '../lib/prometheus/metrics.js';
import { configOf, inCluster, pair } from './alloy-parts.js';
import { probing } from './blackbox-exporter-parts.js';
import { drawn } from './drawn.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const context = (...names: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(names.map((name) => [name, { interval: Duration.seconds(30) }])),
});

const alertsOf = (probes: BlackboxExporter, ...jobs: readonly string[]) =>
  probes
    .rules(context(...jobs))
    .flatMap((group) => group.rules.map((rule) => ('alert' in rule ? rule.alert : rule.record)));

/** All that can be told, in an order of its own. */
function told(probes: BlackboxExporter): readonly (() => void)[] {
  return [
    () => probes.probe('https://registry.example.com/v2/', { expect: [401, 200] }),
    () => probes.probeTcp('smtp.example.com:465', { tls: true }),
    () => probes.probeTcp('db.example.com:5432'),
    () =>
      probes.probe('http://shop.shop.svc:8080/health', {
        pods: { namespace: 'shop', labels: { app: 'shop' }, port: 3000 },
      }),
  ];
}

describe('renders its config', () => {
  it('with one module for each way of probing', async () => {
    const { chart, probes } = probing();
    for (const tell of told(probes)) tell();
    await expect(fileOf(chart, 'blackbox-exporter-config', 'blackbox.yml')).toMatchFileSnapshot(
      'golden/blackbox-exporter/full.yml',
    );
  });

  it('by the proxy of the site, and with your own words over ours', async () => {
    const { chart, probes } = probing(
      {
        extraConfig: { modules: { http_2xx: { http: { headers: { 'Accept-Language': 'en' } } } } },
      },
      testChart({ proxy: { url: 'http://proxy.example.com:3128' } }),
    );
    await expect(fileOf(chart, 'blackbox-exporter-config', 'blackbox.yml')).toMatchFileSnapshot(
      'golden/blackbox-exporter/proxy.yml',
    );
    expect(probes.escapes).toEqual(['extraConfig']);
  });

  it('read again by itself, and never a line of log for a redirect', () => {
    const { chart } = probing();
    const { spec } = objectOf(chart, 'Deployment', 'blackbox-exporter').spec.template;
    expect(spec.containers[0].args).toEqual([
      '--config.file=/etc/blackbox-exporter/blackbox.yml',
      '--config.enable-auto-reload',
      '--log.prober=error',
      '--web.listen-address=:9115',
    ]);
  });
});

describe('offers', () => {
  it('one pod with a Service and its configuration, and no permission', () => {
    const chart = testChart();
    new BlackboxExporter(chart, 'blackbox-exporter').probe('https://shop.example.com');
    expect(inventory(chart)).toEqual([
      'ServiceAccount blackbox-exporter',
      'ConfigMap blackbox-exporter-config',
      'Service blackbox-exporter',
      'Deployment blackbox-exporter',
      'NetworkPolicy blackbox-exporter',
    ]);
  });

  it('a job about itself and one of all it probes, to Prometheus', async () => {
    const { chart, probes } = probing({ interval: Duration.minutes(1) });
    const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
    prometheus.scrape(probes);
    for (const tell of told(probes)) tell();
    await expect(fileOf(chart, 'prometheus-config', 'prometheus.yaml')).toMatchFileSnapshot(
      'golden/blackbox-exporter/prometheus.yml',
    );
  });

  it('the same to an Alloy', async () => {
    const { chart, probes } = probing();
    const alloy = inCluster(chart);
    alloy.scrape(probes);
    alloy.sendMetricsTo(pair);
    for (const tell of told(probes)) tell();
    await expect(configOf(chart)).toMatchFileSnapshot('golden/blackbox-exporter/cluster.alloy');
  });

  it('rules for those of its jobs that are scraped, sound ones', () => {
    const { probes } = probing();
    const [itself, hosts] = ['blackbox-exporter', 'blackbox-exporter-probes'] as const;
    expect(alertsOf(probes, itself)).toEqual([
      'BlackboxExporterDown',
      'BlackboxConfigurationReloadFailure',
    ]);
    expect(alertsOf(probes, hosts)).toEqual([
      'BlackboxProbeFailed',
      'BlackboxSlowProbe',
      'BlackboxSslCertificateWillExpireSoon',
      'BlackboxSslCertificateAboutToExpire',
    ]);
    expect(alertsOf(probes, 'other')).toEqual([]);
    expect(probes.rules(context(itself, hosts)).flatMap(ruleErrors)).toEqual([]);
  });

  it('of a certificate two alerts: the mild one goes on until the end, and is not told beside the harsh one', () => {
    const [mild, harsh] = probing()
      .probes.rules(context('blackbox-exporter-probes'))
      .flatMap((group) => group.rules.filter(isAlert))
      .filter(({ alert }) => /Certificate/.test(alert));
    const left = 'probe_ssl_earliest_cert_expiry{job="blackbox-exporter-probes"} - time()';
    expect(mild?.expr).toBe(`${left} < 1209600`);
    expect(harsh?.expr).toBe(`${left} < 21600`);
    expect(houseInhibitions).toContainEqual({
      source: { alertname: harsh?.alert },
      target: { alertname: mild?.alert },
      equal: ['cluster', 'instance'],
    });
  });

  it('a dashboard that can be drawn', () => {
    const [dashboard, ...rest] = probing().probes.dashboards;
    expect(rest).toEqual([]);
    expect(dashboard).toMatchObject({ uid: 'blackbox-exporter', folder: 'Observability' });
    const { faults, exprs, panels } = drawn(dashboard);
    expect(faults).toEqual([]);
    expect(exprs.every((expr) => /job="blackbox-exporter(-probes)?"/.test(expr))).toBe(true);
    expect(panels.filter(({ type }) => type === 'stat')).toHaveLength(4);
  });

  it('rules and panels that read what is shown, and nothing else', () => {
    const { probes } = probing();
    const rules = probes.rules(context('blackbox-exporter', 'blackbox-exporter-probes'));
    const read = [
      ...rules.flatMap((group) => group.rules.map(({ expr }) => expr)),
      ...probes.dashboards.flatMap((dashboard) => drawn(dashboard).exprs),
    ].flatMap((expr) => metricsOf(expr).flatMap(({ metric }) => metric ?? []));
    const shown = [blackboxExporterMetrics, scrapeMetrics].flatMap((c) => [
      ...exposedNames(c).keys(),
    ]);
    expect(read).toContain('probe_success');
    expect(read.filter((metric) => !shown.includes(metric))).toEqual([]);
  });
});
