import { describe, expect, it } from 'vitest';
import {
  chosen,
  clusterVariable,
  inCluster,
  inNamespace,
  labelVariable,
  logs,
  logsQuery,
  namespaceVariable,
  type PanelsSpec,
  prom,
  stat,
  table,
  timeseries,
} from '../../lib/model/dashboard/index.js';
import { streamSelector } from '../../lib/model/logql.js';
import { selector } from '../../lib/model/promql.js';
import { alone, ds, parsed, small, spec, text, up } from './dashboard-parts.js';

describe('panels', () => {
  it.each([
    ['bytes', undefined, [0, undefined]],
    ['bytes', -1, [-1, undefined]],
    ['s', undefined, [undefined, 0]],
    ['celsius', undefined, [undefined, undefined]],
  ] as const)('of %s told %s start the axis where the unit does', (unit, min, expected) => {
    const { defaults } = alone(timeseries({ ...text, unit, min, queries: [up] })).fieldConfig;
    expect([defaults.min, defaults.custom.axisSoftMin]).toEqual(expected);
  });

  it('write a length of time in two words, unless told', () => {
    const decimals = (props: object) =>
      alone(timeseries({ ...text, unit: 'dtdurations', queries: [up], ...props })).fieldConfig
        .defaults.decimals;
    expect([decimals({}), decimals({ decimals: 0 }), decimals({ unit: 's' })]).toEqual([
      1,
      0,
      undefined,
    ]);
  });

  it('name series as their datasource does, unless told', () => {
    const legend = (query: typeof up) =>
      alone(timeseries({ ...small, queries: [query] })).targets[0].legendFormat;
    expect([
      legend(up),
      legend(logsQuery(ds.loki, 'a')),
      legend(logsQuery(ds.loki, 'a', { legend: '{{app}}' })),
    ]).toEqual(['__auto', undefined, '{{app}}']);
  });

  it('colour a column only where there is something to judge', () => {
    const column = { value: up, title: 'Up', unit: 'none' } as const;
    const properties = (changed: object) =>
      alone(
        table({ ...text, queries: [up], columns: [{ ...column, ...changed }] }),
      ).fieldConfig.overrides[0].properties.map(({ id }: { id: string }) => id);
    const colored = ['custom.cellOptions', 'thresholds'];
    expect([
      properties({}),
      properties({ thresholds: { above: { warning: 1 } } }),
      properties({ mappings: { 1: { text: 'up', severity: 'ok' } } }),
    ]).toEqual([['unit'], ['unit', ...colored], ['unit', 'mappings', ...colored]]);
  });

  it.each([
    ['none', [[null, 'text']]],
    [
      { above: { warning: 1, critical: 2 } },
      [
        [null, 'green'],
        [1, 'orange'],
        [2, 'red'],
      ],
    ],
    [
      { above: { critical: 2 } },
      [
        [null, 'green'],
        [2, 'red'],
      ],
    ],
    [
      { below: { warning: 3, critical: 1 } },
      [
        [null, 'red'],
        [1, 'orange'],
        [3, 'green'],
      ],
    ],
    [
      { below: { warning: 3 } },
      [
        [null, 'orange'],
        [3, 'green'],
      ],
    ],
    [
      { below: { critical: 1 } },
      [
        [null, 'red'],
        [1, 'green'],
      ],
    ],
  ] as const)('colour by thresholds %j', (thresholds, expected) => {
    const { steps } = alone(stat({ ...small, thresholds })).fieldConfig.defaults.thresholds;
    expect(steps.map((s: { value: number; color: string }) => [s.value, s.color])).toEqual(
      expected,
    );
  });

  it('say on grey that nothing is known, and on green that nothing is expected, where a number would be coloured', () => {
    const mappings = (changed: object) =>
      alone(stat({ ...small, ...changed })).fieldConfig.defaults.mappings;
    const judged = { thresholds: { above: { critical: 1 } } };
    const nothing = (text: string, color: string) => ({
      type: 'special',
      options: { match: 'null+nan', result: { text, color } },
    });
    const unknown = nothing('No data', '#808080');
    const words = { 0: { text: 'none', severity: 'ok' } };
    expect(mappings({ thresholds: 'none' })).toBeUndefined();
    expect(mappings({ ...judged, noValue: 'none' })).toEqual([nothing('none', 'green')]);
    expect(mappings(judged)).toEqual([unknown]);
    expect(mappings({ thresholds: 'none', mappings: words })).toEqual([
      { type: 'value', options: { 0: { text: 'none', color: 'green', index: 0 } } },
      unknown,
    ]);
  });

  it('ask for one value where they show one, and for lines where they show lines', () => {
    const logged = logsQuery(ds.loki, 'count_over_time({a="b"}[5m])');
    const asked = (panel: PanelsSpec['panels'][number]) => {
      const { instant, range, format, queryType } = alone(panel).targets[0];
      return [instant ?? queryType, range, format];
    };
    const columns = [{ label: 'a', title: 'A' }];
    expect({
      stat: asked(stat(small)),
      sparkline: asked(stat({ ...small, sparkline: true })),
      timeseries: asked(timeseries(small)),
      table: asked(table({ ...text, queries: [up], columns })),
      logged: asked(stat({ ...small, queries: [logged] })),
      logs: asked(logs({ ...text, queries: [logged] })),
      told: asked(
        timeseries({ ...small, queries: [prom(ds.prometheus, 'up', { instant: true })] }),
      ),
    }).toEqual({
      stat: [true, false, 'time_series'],
      sparkline: [false, true, 'time_series'],
      timeseries: [false, true, 'time_series'],
      table: [true, false, 'table'],
      logged: ['instant', undefined, undefined],
      logs: ['range', undefined, undefined],
      told: [true, false, 'time_series'],
    });
  });

  it('name up to 26 queries by letters', () => {
    const { targets } = alone(timeseries({ ...small, queries: Array(26).fill(up) }));
    expect(targets.map((t: { refId: string }) => t.refId).join('')).toBe(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    );
  });

  it.each([
    [[up], up, 'Value'],
    [[up, prom(ds.prometheus, 'down')], up, 'Value #A'],
    [[logsQuery(ds.loki, 'a')], undefined, 'Value #A'],
  ] as const)('find the column of a query %#', (queries, value, expected) => {
    const [first] = queries;
    const column = { value: value ?? first, title: 'V', unit: 'none' } as const;
    const { transformations } = alone(table({ ...text, queries, columns: [column] }));
    expect(transformations.at(-1).options.renameByName).toEqual({ [expected]: 'V' });
  });

  it('cannot be written without a description or a unit', () => {
    // @ts-expect-error a stranger reads it at night
    expect(() => logs({ title: 'Up', queries: [up] })).toThrow(
      'panel "Up": description "" is empty; say what is normal, and what to do if it is not',
    );
    // @ts-expect-error a number without a unit is a guess
    expect(timeseries({ ...text, queries: [up] }).kind).toBe('panel');
    // @ts-expect-error Grafana has no such unit, and would write it behind the number
    expect(stat({ ...small, unit: 'furlongs' }).kind).toBe('panel');
  });
});

describe('variables', () => {
  it('read as matchers for both languages', () => {
    expect([inCluster, inNamespace, chosen('pod')]).toEqual([
      { cluster: { re: '$cluster' } },
      { cluster: { re: '$cluster' }, namespace: { re: '$namespace' } },
      { pod: { re: '$pod' } },
    ]);
    expect(selector('up', inNamespace)).toBe('up{cluster=~"$cluster",namespace=~"$namespace"}');
    expect(streamSelector(inCluster)).toBe('{cluster=~"$cluster"}');
  });

  it('ask Loki in its own way', () => {
    const variables = [clusterVariable(ds.loki), namespaceVariable(ds.loki)];
    expect(variables.map(({ json }) => [json.definition, json.query])).toEqual([
      [
        'label_values(cluster)',
        { label: 'cluster', refId: 'LokiVariableQueryEditor-VariableQuery', stream: '', type: 1 },
      ],
      [
        'label_values({cluster=~"$cluster"}, namespace)',
        {
          label: 'namespace',
          refId: 'LokiVariableQueryEditor-VariableQuery',
          stream: '{cluster=~"$cluster"}',
          type: 1,
        },
      ],
    ]);
  });

  it('can be a choice of one', () => {
    const { json } = labelVariable({
      name: 'node',
      label: 'Node',
      datasource: ds.prometheus,
      query: 'node_uname_info',
      values: 'nodename',
      multi: false,
      includeAll: false,
    });
    expect([json.multi, json.includeAll, json.allValue, json.current, json.definition]).toEqual([
      false,
      false,
      undefined,
      undefined,
      'label_values(node_uname_info, nodename)',
    ]);
  });

  it.each(['rate(a[$__rate_interval])', 'label_replace(a, "b", "$1", "c", "(.*)")', 'a{b=~"c$"}'])(
    'are not what %s reads',
    (expr) => {
      const queries = [prom(ds.prometheus, expr)];
      expect(parsed(spec({ panels: [timeseries({ ...small, queries })] })).panels).toHaveLength(1);
    },
  );
});
