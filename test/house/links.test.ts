import { dashboards, type WrittenDashboard } from '../../scripts/closure/boards.js';
import { houseRule } from './house.js';

/** Where the links of a dashboard lead: those in its head, and those of values. */
const linksOf = (board: WrittenDashboard): readonly URL[] =>
  [...JSON.stringify(board).matchAll(/"url":"(\/d\/[^"]+)"/g)].map(
    ([, url = '']) => new URL(url, 'http://grafana'),
  );

const variablesOf = ({ templating }: WrittenDashboard): readonly string[] =>
  (templating?.list ?? []).map(({ name }) => name);

houseRule('links lead to dashboards that are there, and choose what can be chosen there', {
  judge: (objects) => {
    const boards = dashboards(objects);
    const links = boards.flatMap(({ where, board }) =>
      linksOf(board).map((url) => ({ where, url })),
    );
    const faults = links.flatMap(({ where, url }) => {
      const uid = url.pathname.replace('/d/', '');
      const there = boards.find(({ board }) => board.uid === uid);
      if (!there) return [`${where} leads to "${uid}", which is not there`];
      const known = variablesOf(there.board).map((name) => `var-${name}`);
      const chosen = [...url.searchParams.keys()].flatMap((key) => {
        const [, name] = /^\$\{(\w+):queryparam\}$/.exec(key) ?? [];
        return name === undefined ? [key] : [`var-${name}`];
      });
      return chosen
        .filter((name) => name.startsWith('var-') && !known.includes(name))
        .map((name) => `${where} chooses ${name} in "${uid}", which has no such variable`);
    });
    return { saw: links.length, faults };
  },
  atLeast: 20,
  mutations: {
    'a link to nowhere': (o) => {
      const { data } = o.get('ConfigMap', 'grafana-dashboard-cluster');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll('/d/cluster-namespace?', '/d/cluster-namespaces?');
    },
    'a choice that is none there': (o) => {
      const { data } = o.get('ConfigMap', 'grafana-dashboard-cluster-pod');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll('var-workload=', 'var-deployment=');
    },
    'a choice taken along that is none there': (o) => {
      const { data } = o.get('ConfigMap', 'grafana-dashboard-cluster-workload');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll('${namespace:queryparam}', '${workload:queryparam}');
    },
  },
});
