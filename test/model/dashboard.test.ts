import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chosen,
  clusterVariable,
  dashboardJson,
  inCluster,
  inNamespace,
  labelVariable,
  linkTo,
  logs,
  logsQuery,
  namespaceVariable,
  prom,
  row,
  stat,
  table,
  timeseries,
} from '../../lib/model/dashboard/index.js';
import { streamSelector } from '../../lib/model/logql.js';
import { selector } from '../../lib/model/promql.js';
import { ds, identity, parsed, small, spec } from './dashboard-parts.js';

describe('a dashboard', () => {
  it('is the JSON that Grafana provisions', async () => {
    const restarts = prom(
      ds.prometheus,
      `sum by (pod) (increase(${selector('kube_pod_container_status_restarts_total', inNamespace)}[1h]))`,
    );
    const started = prom(
      ds.prometheus,
      `1000 * max by (pod) (${selector('kube_pod_start_time', inNamespace)})`,
    );
    const lines = streamSelector(chosen('cluster', 'namespace', 'app'));
    const json = dashboardJson(identity, {
      description: 'Every kind of panel, for whoever changes how they look.',
      tags: ['example', 'loki'],
      variables: [
        clusterVariable(ds.prometheus),
        namespaceVariable(ds.prometheus),
        labelVariable({
          name: 'app',
          label: 'App',
          datasource: ds.loki,
          query: streamSelector(inNamespace),
        }),
      ],
      links: [linkTo('prometheus', 'Prometheus')],
      time: 'now-6h',
      refresh: '30s',
      panels: [
        stat({
          title: 'Down',
          description: 'Targets that do not answer. Any is a page: see its pod.',
          unit: 'none',
          thresholds: { above: { critical: 1 } },
          mappings: { 0: { text: 'none', severity: 'ok' } },
          queries: [prom(ds.prometheus, `count(${selector('up', inCluster)} == 0) or vector(0)`)],
        }),
        stat({
          title: 'Volume free',
          description: 'Least of all volumes. Below a tenth, writes are about to fail.',
          unit: 'percentunit',
          thresholds: { below: { warning: 0.2, critical: 0.1 } },
          sparkline: true,
          queries: [
            prom(
              ds.prometheus,
              `min(${selector('kubelet_volume_stats_available_bytes', inNamespace)} / ${selector('kubelet_volume_stats_capacity_bytes', inNamespace)})`,
            ),
          ],
        }),
        row('Load'),
        timeseries({
          title: 'Memory',
          description: 'By pod. A line that only climbs ends in a kill.',
          unit: 'bytes',
          stacked: true,
          link: { uid: 'pod', title: 'This pod', labels: ['pod'], choices: ['cluster'] },
          queries: [
            prom(
              ds.prometheus,
              `sum by (pod) (${selector('container_memory_working_set_bytes', { ...inNamespace, container: { not: '' } })})`,
              { legend: '{{pod}}' },
            ),
          ],
        }),
        timeseries({
          title: 'Error lines',
          description: 'Counted from the log. Read the lines below.',
          unit: 'cps',
          thresholds: { above: { warning: 1 } },
          queries: [
            logsQuery(ds.loki, `sum(rate(${lines} |= "error" [5m]))`, { legend: 'errors' }),
          ],
        }),
        table({
          title: 'Restarts in the last hour',
          description: 'The pod on top is the one to look at.',
          queries: [restarts, started],
          columns: [
            {
              label: 'pod',
              title: 'Pod',
              link: { uid: 'pod', title: 'This pod', labels: ['pod'], choices: ['cluster'] },
            },
            {
              value: restarts,
              title: 'Restarts',
              unit: 'none',
              thresholds: { above: { warning: 1 } },
            },
            { value: started, title: 'Started', unit: 'dateTimeFromNow', width: 160 },
          ],
          sortBy: 'Restarts',
          noValue: 'no pods',
        }),
        row('Log', { folded: true }),
        logs({
          title: 'Lines',
          description: 'Of the apps chosen, the newest first.',
          queries: [logsQuery(ds.loki, lines)],
        }),
      ],
    });
    await expect(json).toMatchFileSnapshot('../golden/dashboard-model/example.json');
  });

  it('numbers its panels from 1, in reading order, those in folded rows too', () => {
    const panels = [stat(small), row('A', { folded: true }), stat(small), row('B'), stat(small)];
    const { panels: placed } = parsed(spec({ panels }));
    expect(JSON.stringify(placed.map((p: Numbered) => [p.id, p.panels?.map((q) => q.id)]))).toBe(
      '[[1,null],[2,[3]],[4,[]],[5,null]]',
    );
    expect(placed.map((p: Numbered) => p.gridPos.y)).toEqual([0, 4, 5, 6]);
  });

  it('opens on the last hour and asks again each minute unless told otherwise', () => {
    const { time, refresh, editable, id, graphTooltip, timezone, schemaVersion } = parsed(spec());
    expect({ time, refresh, editable, id, graphTooltip, timezone, schemaVersion }).toEqual({
      time: { from: 'now-1h', to: 'now' },
      refresh: '1m',
      editable: false,
      id: null,
      graphTooltip: 1,
      timezone: 'browser',
      schemaVersion: 42,
    });
  });

  it('is written with sorted keys and a newline at the end', () => {
    const json = dashboardJson(identity, { imported: { b: [{ d: 1, c: 2 }], a: null } });
    expect(json).toBe(`{
  "a": null,
  "b": [
    {
      "c": 2,
      "d": 1
    }
  ],
  "id": null,
  "title": "Example",
  "uid": "example"
}
`);
  });
});

interface Numbered {
  readonly id: number;
  readonly gridPos: { readonly y: number };
  readonly panels?: readonly { readonly id: number }[];
}

it('uses the types of the SDK and none of its code', () => {
  const folder = new URL('../../lib/model/dashboard/', import.meta.url);
  const imports = readdirSync(folder).flatMap((file) =>
    readFileSync(new URL(file, folder), 'utf8')
      .split('\n')
      .filter((line) => line.includes("from '@grafana/")),
  );
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((line) => !line.startsWith('import type '))).toEqual([]);
});
