import { describe, expect, it } from 'vitest';
import { type DatasourceType, Endpoint, type IDatasource, SecretRef } from '../lib/core/index.js';
import { Grafana } from '../lib/grafana/index.js';
import { Loki } from '../lib/loki/index.js';
import { admin, grafanaIn, oneFault, prometheus, synth } from './grafana-parts.js';
import { fileOf, objectOf, testChart } from './support.js';

const at = (
  type: DatasourceType,
  uid: string,
  endpoint = Endpoint.fromUrl(`http://${uid}.x.svc`),
) => ({ datasource: { uid, type, endpoint } }) satisfies IDatasource;

const provisioned = (chart: ReturnType<typeof testChart>): string =>
  fileOf(chart, 'grafana-datasources', 'datasources.yaml');

describe('renders its datasources', () => {
  it('of every type, with every way to be let in', async () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    const token = new SecretRef('tempo', 'token');
    const ca = new SecretRef('corporate-ca', 'ca.crt');
    grafana.addDatasource(
      at(
        'tempo',
        'tempo',
        Endpoint.fromUrl('https://traces.example.com', {
          credentials: { kind: 'bearer', token },
          tenant: 'shop',
          ca,
        }),
      ),
    );
    grafana.addDatasource(
      Loki.fromUrl('https://logs.example.com/base', {
        credentials: {
          kind: 'basic',
          username: new SecretRef('loki', 'user'),
          password: new SecretRef('loki', 'password'),
        },
        tenant: '$hop',
      }),
    );
    grafana.addDatasource(at('alertmanager', 'alertmanager'));
    await expect(provisioned(chart)).toMatchFileSnapshot('golden/grafana/datasources.yml');
    const { volumes } = objectOf(chart, 'Deployment', 'grafana').spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'secret-loki',
      secret: {
        secretName: 'loki',
        items: [
          { key: 'password', path: 'password' },
          { key: 'user', path: 'user' },
        ],
      },
    });
  });

  it('alike in whatever order they come', () => {
    const sources = [at('loki', 'loki'), at('tempo', 'tempo'), at('alertmanager', 'am')];
    const texts = [sources, [...sources].reverse()].map((list) => {
      const chart = testChart();
      const grafana = new Grafana(chart, 'grafana', { login: admin });
      for (const source of list) grafana.addDatasource(source);
      grafana.addDatasource(prometheus, { default: true });
      return [provisioned(chart), fileOf(chart, 'grafana-config', 'grafana.ini')];
    });
    expect(texts[0]).toEqual(texts[1]);
  });

  it('once each, however often they are added', () => {
    const texts = [1, 3].map((times) => {
      const chart = testChart();
      const grafana = grafanaIn(chart);
      for (let i = 0; i < times; i++) grafana.addDatasource(prometheus);
      return provisioned(chart);
    });
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('isDefault: true');
  });
});

describe('derives', () => {
  const dashboard = {
    uid: 'x',
    title: 'X',
    folder: 'X',
    needs: [],
    spec: ({ loki }: { loki?: { uid: string } }) => ({
      imported: { description: loki?.uid ?? '' },
    }),
  };
  const shown = (chart: ReturnType<typeof testChart>): string =>
    JSON.parse(fileOf(chart, 'grafana-dashboard-x', 'x.json')).description;

  it('what dashboards read from the only one of a type', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboard(dashboard);
    grafana.addDatasource(at('loki', 'logs'));
    expect(shown(chart)).toBe('logs');
  });

  it('what dashboards read from the one that is named', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboard(dashboard);
    grafana.addDatasource(at('loki', 'audit'));
    grafana.addDatasource(at('loki', 'logs'), { dashboards: true });
    expect(shown(chart)).toBe('logs');
  });
});

describe('refuses', () => {
  it('no default', () => {
    const chart = testChart();
    new Grafana(chart, 'grafana', { login: admin }).addDatasource(prometheus);
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/grafana: has no default datasource; call addDatasource(prometheus, { default: true })',
      ),
    );
  });

  it('a second default', () => {
    const grafana = grafanaIn(testChart());
    expect(() => grafana.addDatasource(at('loki', 'loki'), { default: true })).toThrow(
      new Error(
        'chart/grafana: datasource "loki" is a second default beside "prometheus"; one is asked where nobody says whom',
      ),
    );
  });

  it('two of a type, and none that dashboards read', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDatasource(at('loki', 'logs'));
    grafana.addDatasource(at('loki', 'audit'));
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/grafana: datasources "audit", "logs" are of type loki, and dashboards read one; pass { dashboards: true } with it',
      ),
    );
  });

  it('two of a type that dashboards read', () => {
    const grafana = grafanaIn(testChart());
    expect(() => grafana.addDatasource(at('prometheus', 'old'), { dashboards: true })).toThrow(
      new Error(
        'chart/grafana: datasource "old" is a second one of type prometheus for dashboards beside "prometheus"; they read one of each type',
      ),
    );
  });

  it('one uid at two addresses', () => {
    const grafana = grafanaIn(testChart());
    expect(() => grafana.addDatasource(at('loki', 'prometheus'))).toThrow(
      new Error(
        'chart/grafana: datasource "prometheus" at "http://prometheus.x.svc" has the uid of the one at "http://prometheus.observability.svc:9090"; give each a uid of its own',
      ),
    );
  });

  it('a uid that Grafana would not start with', () => {
    const endpoint = Endpoint.fromUrl('http://x.example.com');
    expect(() => grafanaIn(testChart()).addDatasource(at('loki', 'a/b', endpoint))).toThrow(
      new Error(
        'chart/grafana: uid "a/b" is not one of Grafana\'s; give 1 to 40 letters, digits, "-" and "_"',
      ),
    );
  });

  it('an unknown option, from a caller without types', () => {
    const options = JSON.parse('{ "defualt": true }');
    expect(() => grafanaIn(testChart()).addDatasource(prometheus, options)).toThrow(
      new Error('chart/grafana: "defualt" is not a known property; did you mean "default"?'),
    );
  });
});
