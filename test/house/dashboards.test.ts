import type { Manifest } from '../../lib/core/index.js';
import { logqlError } from '../../lib/model/logql-syntax.js';
import { promqlError } from '../../lib/model/promql-syntax.js';
import { dashboards, panelsOf, type WrittenPanel } from './dashboards.js';
import { houseRule } from './house.js';

const provisioned = (objects: readonly Manifest[]): string => {
  const file = objects.find(
    (o) => o.kind === 'ConfigMap' && o.metadata.name === 'grafana-datasources',
  );
  return Object.values((file?.data ?? {}) as Record<string, string>).join('\n');
};

function panelFaults(where: string, panel: WrittenPanel, datasources: string): string[] {
  return (panel.targets ?? []).flatMap(({ datasource, expr }) => {
    const fault = datasource.type === 'loki' ? logqlError(expr) : promqlError(expr);
    return [
      ...(fault ? [`${where} "${panel.title}": ${fault}`] : []),
      ...(datasources.includes(`uid: ${datasource.uid}\n`)
        ? []
        : [
            `${where} "${panel.title}" asks datasource "${datasource.uid}", which is not provisioned`,
          ]),
      ...(panel.description ? [] : [`${where} "${panel.title}" does not say how to read it`]),
    ];
  });
}

/** Uids of dashboards that one leads to: from its head, its panels, and the cells of its tables. */
const linked = (board: object): readonly string[] =>
  [...JSON.stringify(board).matchAll(/"url":"\/d\/([\w-]+)/g)].map(([, uid = '']) => uid);

houseRule('links of dashboards lead to dashboards that are there', {
  judge: (objects) => {
    const boards = dashboards(objects);
    const uids = new Set(boards.map(({ board }) => board.uid));
    const links = boards.flatMap(({ where, board }) =>
      linked(board).map((uid) => ({ where, uid })),
    );
    return {
      saw: links.length,
      faults: links
        .filter(({ uid }) => !uids.has(uid))
        .map(({ where, uid }) => `${where} leads to dashboard "${uid}", which is not there`),
    };
  },
  atLeast: 10,
  mutations: {
    'a dashboard that is gone': (o) => {
      const map = o.get('ConfigMap', 'grafana-dashboard-node').data;
      for (const file of Object.keys(map))
        map[file] = map[file].replace('"uid": "node"', '"uid": "nodes"');
    },
  },
});

houseRule('dashboards ask datasources that are there, in words they understand', {
  judge: (objects) => {
    const boards = dashboards(objects);
    const datasources = provisioned(objects);
    const uids = boards.map(({ board }) => board.uid);
    const panels = boards.flatMap(({ where, board }) =>
      panelsOf(board).map((panel) => ({ where, panel })),
    );
    return {
      saw: panels.filter(({ panel }) => panel.targets).length,
      faults: [
        ...uids
          .filter((uid, i) => uids.indexOf(uid) !== i)
          .map((uid) => `dashboard "${uid}" is there twice`),
        ...panels.flatMap(({ where, panel }) => panelFaults(where, panel, datasources)),
      ],
    };
  },
  atLeast: 60,
  mutations: {
    'a datasource nobody provisions': (o) => {
      const map = o.get('ConfigMap', 'grafana-datasources');
      for (const file of Object.keys(map.data))
        map.data[file] = map.data[file].replaceAll('uid: loki', 'uid: lokki');
    },
    'an expression that does not parse': (o) => {
      const map = o.get('ConfigMap', 'grafana-dashboard-loki');
      for (const file of Object.keys(map.data))
        map.data[file] = map.data[file].replace('sum(up', 'sum((up');
    },
  },
});
