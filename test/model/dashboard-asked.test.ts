import { describe, expect, it } from 'vitest';
import { promqlAsked } from '../../lib/model/dashboard/asked.js';
import {
  clusterVariable,
  importedDashboard,
  labelVariable,
  logsQuery,
  namespaceVariable,
  prom,
  row,
  timeseries,
} from '../../lib/model/dashboard/index.js';

const prometheus = { uid: 'prometheus', type: 'prometheus' } as const;
const other = { uid: 'other', type: 'prometheus' } as const;
const loki = { uid: 'loki', type: 'loki' } as const;
const here = { uid: 'prometheus', isDefault: true };

const panel = (title: string, ...queries: readonly ReturnType<typeof prom>[]) =>
  timeseries({ title, description: 'says something', unit: 'short', queries });

const exprs = (model: object, of = here) =>
  promqlAsked(
    importedDashboard('x.json', JSON.stringify({ uid: 'x', title: 'X', ...model })).spec({}),
    of,
  ).map(({ expr }) => expr);

describe('what a dashboard asks a Prometheus', () => {
  it('is what its panels and its choices ask, and nothing that others are asked', () => {
    const spec = {
      description: 'd',
      tags: [],
      variables: [
        clusterVariable(prometheus),
        namespaceVariable(prometheus),
        labelVariable({ name: 'app', label: 'App', datasource: loki, query: '{a="b"}' }),
      ],
      panels: [
        panel('Requests', prom(prometheus, 'a'), prom(prometheus, 'b')),
        row('More', { folded: true }),
        panel('Folded', prom(prometheus, 'c')),
        panel('Elsewhere', prom(other, 'd')),
        panel('Lines', logsQuery(loki, 'rate({a="b"}[5m])')),
      ],
    };
    expect(promqlAsked(spec, here)).toEqual([
      { part: 'variable "cluster"', expr: 'up' },
      { part: 'variable "namespace"', expr: 'kube_namespace_created{cluster=~"$cluster"}' },
      { part: 'panel "Requests"', expr: 'a' },
      { part: 'panel "Requests"', expr: 'b' },
      { part: 'panel "Folded"', expr: 'c' },
    ]);
  });

  it('is of an imported one what a row holds, what is hidden, and annotations', () => {
    const datasource = { type: 'prometheus', uid: 'prometheus' };
    expect(
      exprs({
        annotations: { list: [{ datasource, expr: 'a' }] },
        panels: [
          {
            type: 'row',
            title: 'R',
            panels: [{ type: 'stat', title: 'P', datasource, targets: [{ expr: 'b' }] }],
          },
          {
            type: 'stat',
            title: 'Q',
            datasource,
            targets: [{ expr: 'c', hide: true }, { expr: '' }],
          },
        ],
      }),
    ).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['by its uid', { type: 'prometheus', uid: 'prometheus' }, true],
    ['by its uid alone', 'prometheus', true],
    ['another', 'other', false],
    ['as one that is chosen', '$source', true],
    ['as one that is chosen, in braces', { type: 'prometheus', uid: '${source}' }, true],
    ['as a log store that is chosen', '$logs', false],
    ['as one that nobody defines', '$unknown', true],
    ['as one of another type', { type: 'loki', uid: '$source' }, false],
    ['by its type alone', { type: 'prometheus' }, true],
    ['as the default one', null, true],
  ])('is asked %s', (_, datasource, expected) => {
    const templating = {
      list: [
        { type: 'datasource', name: 'source', query: 'prometheus' },
        { type: 'datasource', name: 'logs', query: 'loki' },
      ],
    };
    const panels = [{ type: 'stat', title: 'P', datasource, targets: [{ expr: 'a' }] }];
    expect(exprs({ templating, panels })).toEqual(expected ? ['a'] : []);
  });

  it('is nothing of a panel without a datasource where another is the default', () => {
    const panels = [{ type: 'stat', title: 'P', targets: [{ expr: 'a' }] }];
    expect(exprs({ panels }, { uid: 'prometheus', isDefault: false })).toEqual([]);
  });

  it.each([
    ['label_values(a{b="c"}, d)', ['a{b="c"}']],
    ['label_values(d)', []],
    ['label_names()', []],
    ['metrics(node_.+)', ['{__name__=~"node_.+"}']],
    ['query_result(topk(5, a))', ['topk(5, a)']],
    ['a{b="c"}', ['a{b="c"}']],
  ])('is of the choice %s', (query, expected) => {
    const choice = { type: 'query', name: 'd', datasource: 'prometheus' };
    for (const asked of [query, { query, refId: 'A' }])
      expect(exprs({ templating: { list: [{ ...choice, query: asked }] } })).toEqual(expected);
  });
});
