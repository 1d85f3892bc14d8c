import { describe, expect, it } from 'vitest';
import {
  clusterVariable,
  dashboardJson,
  labelVariable,
  linkTo,
  logsQuery,
  namespaceVariable,
  prom,
  row,
  stat,
  table,
  timeseries,
} from '../../lib/model/dashboard/index.js';
import { ds, identity, parsed, small, spec, text, up } from './dashboard-parts.js';

describe('it refuses', () => {
  const other = prom({ uid: 'other', type: 'prometheus' }, 'up');
  const pod = labelVariable({ name: 'pod', label: 'Pod', datasource: ds.prometheus, query: 'a' });
  const reads = (expr: string, variables = [pod]) =>
    dashboardJson(
      identity,
      spec({ variables, panels: [stat({ ...small, queries: [prom(ds.prometheus, expr)] })] }),
    );
  const variable = (changed: object) =>
    labelVariable({ name: 'a', label: 'A', datasource: ds.prometheus, query: 'up', ...changed });
  const asTable = (changed: object) =>
    table({ ...text, queries: [up], columns: [{ label: 'a', title: 'A' }], ...changed });
  const uidRule = 'is not one of Grafana\'s; give 1 to 40 letters, digits, "-" and "_"';

  it.each<readonly [string, () => unknown]>([
    [`dashboard: uid "a b" ${uidRule}`, () => dashboardJson({ ...identity, uid: 'a b' }, spec())],
    [
      `dashboard: uid "${'a'.repeat(41)}" ${uidRule}`,
      () => dashboardJson({ ...identity, uid: 'a'.repeat(41) }, spec()),
    ],
    [
      'dashboard "example": title "" is empty; name it for people',
      () => dashboardJson({ ...identity, title: '' }, spec()),
    ],
    [
      'dashboard "example": description " " is empty; say whom it helps with what',
      () => parsed(spec({ description: ' ' })),
    ],
    ['dashboard "example": it has no panels; show something', () => parsed(spec({ panels: [] }))],
    [
      'dashboard "example": row "A" has no panels; put panels after it, or leave it out',
      () => parsed(spec({ panels: [row('A'), row('B'), stat(small)] })),
    ],
    [
      'dashboard "example": variable "pod" is defined twice; give each a name of its own',
      () => parsed(spec({ variables: [pod, pod] })),
    ],
    [
      'dashboard "example": panel "Up" reads "$pdo", which is not a variable; define it, or read one of: $pod',
      () => reads('up{pod=~"$pdo"}'),
    ],
    [
      'dashboard "example": panel "Up" reads "$pdo", which is not a variable; define it, or read one of: $pod',
      () => reads('up{pod=~"${pdo:regex}"}'),
    ],
    [
      'dashboard "example": panel "Up" reads "$pod", which is not a variable; define it',
      () => reads('up{pod=~"[[pod]]"}', []),
    ],
    [
      'dashboard "example": row "Of $node" reads "$node", which is not a variable; define it',
      () => parsed(spec({ panels: [row('Of $node'), stat(small)] })),
    ],
    [
      'dashboard "example": variable "namespace" reads "$cluster", which is not a variable; define it, or read one of: $namespace',
      () => parsed(spec({ variables: [namespaceVariable(ds.prometheus)] })),
    ],
    ['row: title "" is empty; name what the panels below have in common', () => row('')],
    ['panel: title "" is empty; name what is shown', () => stat({ ...small, title: '' })],
    [
      'panel "Up": description "" is empty; say what is normal, and what to do if it is not',
      () => stat({ ...small, description: '' }),
    ],
    [
      'panel "Up": width "25" is not a number of columns; give 1 to 24',
      () => stat({ ...small, width: 25 }),
    ],
    [
      'panel "Up": width "1.5" is not a number of columns; give 1 to 24',
      () => stat({ ...small, width: 1.5 }),
    ],
    [
      'panel "Up": height "0" is not a number of rows; give 1 or more',
      () => stat({ ...small, height: 0 }),
    ],
    ['panel "Up": it asks nothing; give at least one query', () => stat({ ...small, queries: [] })],
    [
      'panel "Up": 27 queries are more than the 26 letters that name them; split it',
      () => stat({ ...small, queries: Array(27).fill(up) }),
    ],
    [
      'panel "Up": datasources "prometheus", "other" are more than one; give each a panel of its own',
      () => stat({ ...small, queries: [up, other] }),
    ],
    [
      'panel "Up": warning "2" comes after critical "1" for a value that is bad above them; swap them, or say "below"',
      () => stat({ ...small, thresholds: { above: { warning: 2, critical: 1 } } }),
    ],
    [
      'panel "Up": warning "1" comes after critical "1" for a value that is bad below them; swap them, or say "above"',
      () => timeseries({ ...small, thresholds: { below: { warning: 1, critical: 1 } } }),
    ],
    [
      'panel "Up": column "A" stands there twice; give each a title of its own',
      () =>
        asTable({
          columns: [
            { label: 'a', title: 'A' },
            { label: 'b', title: 'A' },
          ],
        }),
    ],
    ['panel "Up": sortBy "B" is not a column; columns: A', () => asTable({ sortBy: 'B' })],
    [
      'panel "Up": column "V" shows a query that is not asked; add it to queries',
      () => asTable({ columns: [{ value: other, title: 'V', unit: 'none' }] }),
    ],
    ['query: expression "" is empty; write what to ask in PromQL', () => prom(ds.prometheus, '')],
    ['query: expression " " is empty; write what to ask in LogQL', () => logsQuery(ds.loki, ' ')],
    [
      'query "up": no datasource of type prometheus is there; name it in the dashboard\'s needs',
      () => prom(undefined, 'up'),
    ],
    [
      'query "up": datasource "loki" is of type "loki", which cannot answer; give one of type prometheus',
      () => prom(ds.loki, 'up'),
    ],
    [
      'query "{a="b"}": datasource "prometheus" is of type "prometheus", which cannot answer; give one of type loki',
      () => logsQuery(ds.prometheus, '{a="b"}'),
    ],
    [
      'variable "a-b": name "a-b" is not one of a variable; give letters, digits and "_", "__" not in front',
      () => variable({ name: 'a-b' }),
    ],
    [
      'variable "__a": name "__a" is not one of a variable; give letters, digits and "_", "__" not in front',
      () => variable({ name: '__a' }),
    ],
    ['variable "a": label "" is empty; name what is chosen', () => variable({ label: '' })],
    [
      'variable "a": query "" is empty; give a selector of series: all of them are too many',
      () => variable({ query: '' }),
    ],
    [
      'variable "a": datasource "tempo" is of type "tempo", which cannot answer; give one of type prometheus or loki',
      () => variable({ datasource: ds.tempo }),
    ],
    [
      'variable "cluster": no datasource of type prometheus or loki is there; name it in the dashboard\'s needs',
      () => clusterVariable(undefined),
    ],
    [
      `panel "Up": link: uid "" ${uidRule}`,
      () => stat({ ...small, link: { uid: '', title: 'Pod', labels: [] } }),
    ],
    [
      'panel "Up": link "pod": title "" is empty; name where it leads',
      () => stat({ ...small, link: { uid: 'pod', title: '', labels: [] } }),
    ],
    [
      'panel "Up": link "pod": label name "a-b" has other characters than letters, digits and "_", or starts with a digit; rename the label',
      () => timeseries({ ...small, link: { uid: 'pod', title: 'Pod', labels: ['a-b'] } }),
    ],
    [
      'panel "Up": link "pod": "pod" is taken along twice; leave it to the labels, or to the choices',
      () =>
        timeseries({
          ...small,
          link: { uid: 'pod', title: 'Pod', labels: ['pod'], choices: ['pod'] },
        }),
    ],
    [
      'panel "Up": link "pod": label "pod" is not a column; columns of labels: a',
      () =>
        asTable({
          columns: [
            { label: 'a', title: 'A', link: { uid: 'pod', title: 'Pod', labels: ['pod'] } },
          ],
        }),
    ],
    [
      'dashboard "example": panel "Up" reads "$pdo", which is not a variable; define it, or read one of: $pod',
      () =>
        parsed(
          spec({
            variables: [pod],
            panels: [
              stat({ ...small, link: { uid: 'a', title: 'A', labels: [], choices: ['pdo'] } }),
            ],
          }),
        ),
    ],
    [
      'dashboard "example": panel "Up" reads "$pdo", which is not a variable; define it',
      () =>
        parsed(
          spec({
            panels: [
              asTable({
                columns: [
                  {
                    label: 'a',
                    title: 'A',
                    link: { uid: 'a', title: 'A', labels: ['a'], choices: ['pdo'] },
                  },
                ],
              }),
            ],
          }),
        ),
    ],
    [`link: uid "" ${uidRule}`, () => linkTo('', 'Loki')],
    ['link "loki": title "" is empty; name where it leads', () => linkTo('loki', '')],
  ])('%s', (message, wrong) => {
    expect(wrong).toThrow(new Error(message));
  });
});
