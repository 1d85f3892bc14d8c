import { closureOf } from '../../scripts/closure/closure.js';
import { houseRule, type Objects } from './house.js';

/** Rules whose series say of no cluster, and why. */
const without: Readonly<Record<string, string>> = {
  Watchdog: 'says of Prometheus alone that it lives; whose it is, what it sends adds',
};

/** Replaces a text in all rules of Prometheus. */
const inRules =
  (from: string, to: string) =>
  (objects: Objects): void => {
    const { data } = objects.get('ConfigMap', 'prometheus-rules-0');
    for (const file of Object.keys(data)) data[file] = data[file].replaceAll(from, to);
  };

houseRule('every alert and recorded series says of which cluster it is', {
  judge: (objects) => {
    const rules = closureOf(objects).readings.flatMap(({ reader: { rule, where }, labels }) =>
      rule ? [{ name: 'alert' in rule ? rule.alert : rule.record, where, labels }] : [],
    );
    const lacking = rules.filter(({ labels }) => labels !== undefined && !labels.has('cluster'));
    return {
      saw: rules.length,
      faults: [
        ...lacking
          .filter(({ name }) => !(name in without))
          .map(({ where }) => `${where} sums clusters up; keep them apart: by (cluster, …)`),
        ...Object.keys(without)
          .filter((name) => lacking.every((rule) => rule.name !== name))
          .map((name) => `${name} says of which cluster it is, or is gone: take it off the list`),
      ],
    };
  },
  atLeast: 40,
  mutations: {
    'a sum over all clusters': inRules(
      'sum by (cluster, namespace, pod, integration)',
      'sum by (namespace, pod, integration)',
    ),
    'an exception that is none': inRules('vector(1)', 'up == 1'),
  },
});
