import type { Closure } from '../closure/closure.js';
import { jobsRead, metricsOf } from '../closure/closure.js';
import type { WrittenRule } from '../closure/rules.js';
import { jobNames } from './job-names.js';
import { names, table } from './markdown.js';

const columns = ['alert', 'severity', 'for', 'language', 'metrics', 'jobs', 'runbook'];
const languages = { prometheus: 'PromQL', loki: 'LogQL' } as const;

/** Every alert, by name: what it reads, and what to do. */
export function alertTable(
  rules: readonly WrittenRule[],
  closure: Closure,
  hasRunbook: (alert: string) => boolean,
): string {
  const rows = rules.flatMap(({ by, rule }): (readonly string[])[] => {
    if (!('alert' in rule)) return [];
    const reading = closure.readings.find(
      ({ reader }) => by === 'prometheus' && reader.kind === 'alert' && sameRule(reader.rule, rule),
    );
    return [
      [
        rule.alert,
        rule.labels.severity ?? '',
        rule.for ?? 'at once',
        languages[by],
        reading ? names(metricsOf(reading)) : 'log lines',
        reading ? jobNames(jobsRead(reading), closure) : '–',
        hasRunbook(rule.alert) ? `[runbook](runbooks/${rule.alert}.md)` : '–',
      ],
    ];
  });
  return table([columns, ...rows.sort((a, b) => (a.join() < b.join() ? -1 : 1))]);
}

const sameRule = (a: object | undefined, b: object): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
