import { dump, load } from 'js-yaml';
import type { RuleFile } from '../../lib/model/rule.js';
import { closureOf } from '../../scripts/closure/closure.js';
import { recordedSeries, unusedRecordings } from '../../scripts/closure/recorded.js';
import { houseRule, type Objects } from './house.js';

/** Adds recordings that count what is up, each read by the next. */
const recording =
  (...names: readonly string[]) =>
  (objects: Objects): void => {
    const { data } = objects.get('ConfigMap', 'prometheus-rules-0');
    for (const file of Object.keys(data)) {
      // The edge: this file's shape is that of a rule file.
      const { groups } = load(data[file]) as RuleFile;
      const rules = names.map((record, i) => ({
        record,
        expr: `sum by (cluster) (${names[i - 1] ?? 'up'})`,
      }));
      data[file] = dump({ groups: [...groups, { name: 'added', rules }] });
    }
  };

houseRule('every recorded series is read by somebody', {
  judge: (objects) => {
    const closure = closureOf(objects);
    return {
      saw: recordedSeries(closure).length,
      faults: unusedRecordings(closure).map(
        ({ name, by }) => `${by.join(', ')}: nobody reads ${name}; show it, or do not record it`,
      ),
    };
  },
  atLeast: 0,
  mutations: {
    'a recording that nobody reads': recording('cluster:up:sum'),
    'recordings that read each other only': recording('cluster:up:sum', 'cluster:up_again:sum'),
  },
});
