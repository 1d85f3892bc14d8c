import type { Dashboard } from '../../lib/core/index.js';
import {
  clusterVariable,
  importedDashboard,
  prom,
  timeseries,
} from '../../lib/model/dashboard/index.js';
import { Prometheus } from '../../lib/prometheus/index.js';
import { testChart } from '../support.js';
import { atSynth, grafana, type Row, untyped } from './row.js';

const here = { uid: 'prometheus', type: 'prometheus' } as const;
const elsewhere = (uid: string) => Prometheus.fromUrl('https://other.example.com', { uid });
const dashboard = (changes: object = {}, datasource: typeof here = here, long = ''): Dashboard => ({
  ...{ uid: 'shop', title: 'Shop', folder: 'Shop', needs: ['prometheus'] },
  spec: () => ({
    description: `How the shop fares. ${long}`,
    tags: ['shop'],
    variables: [clusterVariable(here)],
    panels: [
      timeseries({
        title: 'Requests',
        description: 'How many it answers.',
        unit: 'reqps',
        queries: [prom(untyped(datasource), 'sum(rate(x_total[$__rate_interval]))')],
      }),
    ],
  }),
  ...changes,
});
/** A Grafana that shows these. */
const showing =
  (...boards: readonly Dashboard[]) =>
  () => {
    const shown = grafana();
    for (const board of boards) shown.addDashboard(board);
    return shown;
  };
/** One that shows a dashboard from a file of this text. */
const imported =
  (model: unknown, text = JSON.stringify(model)) =>
  () =>
    showing({ ...importedDashboard('shop.json', text), folder: 'Shop' })();
const asking = (uid: string) => ({ uid: 'shop', title: 'Shop', panels: [{ datasource: { uid } }] });
const wiring = (uid: string, options: object) => () => {
  const shown = grafana();
  shown.addDatasource(elsewhere(uid), options);
  return shown;
};
const sized = (kilobytes: number) => {
  const chart = testChart();
  grafana({}, chart).addDashboard(dashboard({}, here, 'x'.repeat(kilobytes * 1000)));
  return chart;
};
const uid = 'is not one of Grafana\'s; give 1 to 40 letters, digits, "-" and "_"';

export const dashboardInputs: readonly Row[] = [
  {
    row: 52,
    bad: [
      [
        'one uid for two datasources',
        wiring('prometheus', {}),
        'chart/grafana: datasource "prometheus" at "https://other.example.com" has the uid of the one at "https://metrics.example.com"; give each a uid of its own',
      ],
      [
        'two that are asked first',
        wiring('other', { default: true }),
        'chart/grafana: datasource "other" is a second default beside "prometheus"; one is asked where nobody says whom',
      ],
      [
        'a uid of 41 characters',
        wiring('a'.repeat(41), {}),
        `chart/grafana: uid "${'a'.repeat(41)}" ${uid}`,
      ],
      ['a uid with a slash', wiring('a/b', {}), `chart/grafana: uid "a/b" ${uid}`],
    ],
    near: [
      ['a uid of 40 characters', wiring('a'.repeat(40), {})],
      [
        'one datasource, told twice',
        () => {
          const shown = grafana();
          shown.addDatasource(Prometheus.fromUrl('https://metrics.example.com/'));
          return shown;
        },
      ],
    ],
  },
  {
    row: 53,
    bad: [
      [
        'a file that is no JSON',
        imported(undefined, ''),
        'shop.json: it is not JSON (SyntaxError: Unexpected end of JSON input); export the dashboard again',
      ],
      [
        'a dashboard without a uid',
        imported({ title: 'Shop' }),
        'shop.json: it has no "uid"; write one into it, or give one',
      ],
      [
        'one uid for two dashboards',
        showing(dashboard(), dashboard({ title: 'Till' })),
        'chart/grafana: dashboard "Till" has the uid "shop" of dashboard "Shop"; give each one of its own',
      ],
      [
        'one title for two dashboards of a folder',
        showing(dashboard(), dashboard({ uid: 'till' })),
        'chart/grafana: dashboards "shop" and "till" are both titled "Shop" in folder "Shop"; rename one, or put it elsewhere',
      ],
      [
        'more than kubectl takes',
        () => sized(262),
        atSynth(
          'chart/grafana/Config-dashboard-shop: ConfigMap "grafana-dashboard-shop" has 265695 bytes; kubectl apply takes 262144: split it',
        ),
      ],
    ],
    near: [
      ['one title in two folders', showing(dashboard(), dashboard({ uid: 'b', folder: 'B' }))],
      ['nearly more than kubectl takes', () => sized(258)],
    ],
  },
  {
    row: 54,
    bad: [
      [
        'a panel that asks what is not wired',
        showing(dashboard({}, untyped({ ...here, uid: 'mimir' }))),
        atSynth(
          'chart/grafana: dashboard "shop" asks the datasource "mimir", which is not wired; put one of these in its place: prometheus',
        ),
      ],
      [
        'a file that does',
        imported(asking('mimir')),
        atSynth(
          'chart/grafana: dashboard "shop" asks the datasource "mimir", which is not wired; put one of these in its place: prometheus',
        ),
      ],
      [
        'a dashboard that needs what is not wired',
        showing(dashboard({ needs: ['loki'] })),
        atSynth(
          'chart/grafana: dashboard "shop" needs a datasource of type loki, and none is wired; call addDatasource with one',
        ),
      ],
      [
        'a language that its datasource does not speak',
        showing(dashboard({}, untyped({ uid: 'loki', type: 'loki' }))),
        atSynth(
          'query "sum(rate(x_total[$__rate_interval]))": datasource "loki" is of type "loki", which cannot answer; give one of type prometheus',
        ),
      ],
    ],
    near: [
      ["Grafana's own datasource", imported(asking('-- Mixed --'))],
      ['a variable in its place', imported(asking('${datasource}'))],
    ],
  },
];
