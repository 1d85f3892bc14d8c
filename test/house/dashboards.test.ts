import type { Manifest } from '../../lib/core/index.js';
import { logqlError } from '../../lib/model/logql-syntax.js';
import { promqlError } from '../../lib/model/promql-syntax.js';
import { dashboards, panelsOf, type WrittenPanel } from '../../scripts/closure/boards.js';
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
    ];
  });
}

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
