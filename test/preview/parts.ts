import {
  dashboardJson,
  logs,
  logsQuery,
  type PanelsSpec,
  prom,
  row,
  type StatProps,
  stat,
  table,
  timeseries,
} from '../../lib/model/dashboard/index.js';
import type { Board } from '../../scripts/preview/boards.mjs';
import type { Stored, StoredSeries } from '../../scripts/preview/picture.mjs';

const prometheus = { uid: 'prometheus', type: 'prometheus' } as const;
const loki = { uid: 'loki', type: 'loki' } as const;
const said = (description: string) => ({ description });

export const rate = prom(prometheus, 'sum by (pod) (rate(x_total[5m]))', { legend: '{{pod}}' });
export const used = prom(prometheus, 'sum by (pod) (used_bytes)');
export const wanted = prom(prometheus, 'sum by (pod) (wanted_bytes)');

export const down: StatProps = {
  title: 'Down',
  ...said('Normal is 0 & nothing else.'),
  unit: 'short',
  queries: [prom(prometheus, 'count(up == 0)')],
  thresholds: { above: { critical: 1 } },
  noValue: 'none',
};

/** One panel of each kind, the last one in a folded row. */
export const panels: PanelsSpec['panels'] = [
  stat(down),
  timeseries({
    title: 'Requests',
    ...said('Requests a second.'),
    unit: 'reqps',
    queries: [rate],
    thresholds: { above: { warning: 2 } },
  }),
  row('Volumes'),
  table({
    title: 'Fullest',
    ...said('The fullest first.'),
    queries: [used, wanted],
    columns: [
      { title: 'Pod', label: 'pod' },
      { title: 'Used', value: used, unit: 'bytes', thresholds: { above: { critical: 2048 } } },
      { title: 'Wanted', value: wanted, unit: 'bytes' },
    ],
    sortBy: 'Used',
  }),
  row('Words', { folded: true }),
  logs({ title: 'Lines', ...said('The newest first.'), queries: [logsQuery(loki, '{job="x"}')] }),
];

/** A dashboard as it is written. */
export const board = (spec: Partial<PanelsSpec> = {}): Board =>
  JSON.parse(
    dashboardJson(
      { uid: 'shop', title: 'Shop <1>' },
      { description: 'For whoever runs it.', tags: [], variables: [], panels, ...spec },
    ),
  ) as Board;

const answer = (
  expr: string,
  instant: boolean,
  series: readonly StoredSeries[],
  answerer = 'prometheus',
) => ({ answerer, expr, instant, total: series.length, series });

const at = 1_763_738_000;
const pod = (name: string) => ({ metric: { pod: name } });

/** What its queries brought. */
export const stored: Stored = {
  at,
  choices: {},
  answers: [
    answer('count(up == 0)', true, []),
    answer(rate.expr, false, [
      {
        ...pod('a'),
        values: [
          [at - 90, '1'],
          [at - 60, '2.5'],
          [at - 30, 'NaN'],
          [at, '1.234'],
        ],
      },
      { ...pod('b'), values: [[at, '3']] },
    ]),
    answer(used.expr, true, [
      { ...pod('a'), value: [at, '1024'] },
      { ...pod('b'), value: [at, '4096'] },
    ]),
    answer(wanted.expr, true, [{ ...pod('b'), value: [at, '8192'] }]),
    answer(
      '{job="x"}',
      false,
      [
        { stream: { level: 'error' }, values: [[`${at}000000000`, 'it \u001b[31mfails\u001b[0m']] },
        { stream: {}, values: [[`${at + 1}000000000`, 'it <ends>']] },
      ],
      'loki',
    ),
  ],
};
