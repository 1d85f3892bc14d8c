import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dashboard } from '../lib/core/index.js';
import { dashboardFromFile } from '../lib/grafana/index.js';
import { Loki } from '../lib/loki/index.js';
import { grafanaIn, oneFault, synth } from './grafana-parts.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const dir = mkdtempSync(join(tmpdir(), 'dashboards-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** A file of an exported dashboard. */
function exported(name: string, model: object): string {
  const path = join(dir, name);
  writeFileSync(path, JSON.stringify({ uid: 'shop', title: 'Shop', schemaVersion: 39, ...model }));
  return path;
}
const panel = (datasource: unknown) => ({ panels: [{ type: 'timeseries', datasource }] });

const drawn = (over: Partial<Dashboard> = {}): Dashboard => ({
  uid: 'a',
  title: 'A',
  folder: 'Shop',
  needs: [],
  spec: () => ({ imported: {} }),
  ...over,
});

describe('renders its dashboards', () => {
  it('its own one among them', async () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboards(grafana);
    grafana.addDatasource(new Loki(chart, 'loki'));
    await expect(fileOf(chart, 'grafana-dashboard-grafana', 'grafana.json')).toMatchFileSnapshot(
      'golden/grafana/dashboard.json',
    );
  });

  it('in folders, each with a directory of its own', async () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboards(grafana);
    grafana.addDashboard(drawn({ uid: 'b', title: 'B' }));
    grafana.addDashboard(drawn({ folder: 'Größe & Co. ($)' }));
    grafana.addDashboard(drawn({ uid: 'c', title: 'C', folder: '監視' }));
    await expect(fileOf(chart, 'grafana-folders', 'folders.yaml')).toMatchFileSnapshot(
      'golden/grafana/folders.yml',
    );
  });

  it('of one folder in one volume, by name, and without a checksum', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    for (const uid of ['z', 'B_1', 'a']) grafana.addDashboard(drawn({ uid, title: uid }));
    const { metadata, spec } = objectOf(chart, 'Deployment', 'grafana').spec.template;
    expect(spec.volumes).toContainEqual({
      name: 'etc-grafana-dashboards-shop',
      projected: {
        sources: [
          { configMap: { name: 'grafana-dashboard-a' } },
          { configMap: { name: 'grafana-dashboard-b-1-6c531ab1' } },
          { configMap: { name: 'grafana-dashboard-z' } },
        ],
      },
    });
    expect(spec.containers[0].volumeMounts).toContainEqual({
      name: 'etc-grafana-dashboards-shop',
      mountPath: '/etc/grafana/dashboards/shop',
      readOnly: true,
    });
    expect(Object.keys(metadata.annotations).join()).not.toContain('dashboard-');
    expect(fileOf(chart, 'grafana-dashboard-b-1-6c531ab1', 'B_1.json')).toContain('"uid": "B_1"');
  });

  it('once each, however often they are added', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboards(grafana);
    grafana.addDashboards(grafana);
    expect(inventory(chart).filter((name) => name.includes('dashboard'))).toEqual([
      'ConfigMap grafana-dashboard-grafana',
    ]);
  });

  it('with variables that Flux must leave alone', () => {
    const chart = testChart();
    const spec = () => ({ imported: { description: '${shop}' } });
    grafanaIn(chart).addDashboard(drawn({ spec }));
    expect(objectOf(chart, 'ConfigMap', 'grafana-dashboard-a').metadata.annotations).toEqual({
      'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
    });
  });

  it('from a file, with the datasources that are here', () => {
    const chart = testChart();
    const file = exported('inputs.json', {
      __inputs: [{ name: 'DS_PROM', type: 'datasource', pluginId: 'prometheus' }],
      ...panel({ type: 'prometheus', uid: '${DS_PROM}' }),
    });
    grafanaIn(chart).addDashboard(dashboardFromFile(file, { folder: 'Shop', uid: 'my-shop' }));
    expect(JSON.parse(fileOf(chart, 'grafana-dashboard-my-shop', 'my-shop.json'))).toMatchObject({
      uid: 'my-shop',
      title: 'Shop',
      panels: [{ datasource: { type: 'prometheus', uid: 'prometheus' } }],
    });
  });

  it('from a file that asks variables, Grafana itself and datasources by uid', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    const sources = [
      null,
      'prometheus',
      '$datasource',
      '[[datasource]]',
      '-- Mixed --',
      { type: 'prometheus', uid: '${datasource}' },
      { type: 'grafana', uid: '-- Grafana --' },
      { type: '__expr__', uid: '__expr__' },
      { type: 'prometheus', uid: 'prometheus' },
      { type: 'prometheus' },
    ];
    const file = exported('fine.json', { panels: sources.map((datasource) => ({ datasource })) });
    grafana.addDashboard(dashboardFromFile(file, { folder: 'Shop' }));
    expect(synth(chart)).not.toThrow();
  });
});

describe('refuses', () => {
  it('a dashboard whose needs are not met', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboard(drawn({ needs: ['prometheus', 'tempo'] }));
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/grafana: dashboard "a" needs a datasource of type tempo, and none is wired; call addDatasource with one',
      ),
    );
  });

  it('a file that asks a datasource which is not here', () => {
    const chart = testChart();
    const file = exported('stranger.json', panel({ type: 'prometheus', uid: 'P1809F7CD0C75ACF3' }));
    grafanaIn(chart).addDashboard(dashboardFromFile(file, { folder: 'Shop' }));
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/grafana: dashboard "shop" asks the datasource "P1809F7CD0C75ACF3", which is not wired; put one of these in its place: prometheus',
      ),
    );
  });

  it('a file that is not there', () => {
    expect(() => dashboardFromFile('nowhere/shop.json', { folder: 'Shop' })).toThrow(
      new Error(
        'dashboard file "nowhere/shop.json": it cannot be read (ENOENT); give an absolute path, or one from the directory that the app is run in',
      ),
    );
  });

  const twice: readonly (readonly [string, Partial<Dashboard>, string])[] = [
    [
      'a uid that is taken',
      { title: 'B' },
      'chart/grafana: dashboard "B" has the uid "a" of dashboard "A"; give each one of its own',
    ],
    [
      'a title that is taken in its folder',
      { uid: 'b' },
      'chart/grafana: dashboards "a" and "b" are both titled "A" in folder "Shop"; rename one, or put it elsewhere',
    ],
    [
      'a folder spelt in two ways',
      { uid: 'b', title: 'B', folder: 'shop' },
      'chart/grafana: folders "Shop" and "shop" would both have the uid "shop"; spell them alike, or rename one',
    ],
    [
      'a folder without a title',
      { uid: 'b', title: 'B', folder: ' ' },
      'chart/grafana: folder " " has no title; name it for people',
    ],
    [
      'a folder that Grafana has already',
      { uid: 'b', title: 'B', folder: 'General' },
      'chart/grafana: folder "General" is Grafana\'s own; name it for what is in it',
    ],
    [
      'a uid that Grafana would not store',
      { uid: 'a'.repeat(41), title: 'B' },
      `chart/grafana: uid "${'a'.repeat(41)}" is not one of Grafana's; give 1 to 40 letters, digits, "-" and "_"`,
    ],
  ];
  it.each(twice)('%s', (_, over, message) => {
    const grafana = grafanaIn(testChart());
    grafana.addDashboard(drawn());
    expect(() => grafana.addDashboard(drawn(over))).toThrow(new Error(message));
  });
});

describe('takes', () => {
  it('one title in two folders', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboard(drawn());
    grafana.addDashboard(drawn({ uid: 'b', folder: 'Elsewhere' }));
    expect(synth(chart)).not.toThrow();
  });

  it('uids that differ in case only', () => {
    const chart = testChart();
    const grafana = grafanaIn(chart);
    grafana.addDashboard(drawn({ uid: 'shop', title: 'A' }));
    grafana.addDashboard(drawn({ uid: 'Shop', title: 'B' }));
    expect(synth(chart)).not.toThrow();
  });

  it('a uid of 40 characters', () => {
    const chart = testChart();
    grafanaIn(chart).addDashboard(drawn({ uid: 'a'.repeat(40) }));
    expect(synth(chart)).not.toThrow();
  });
});
