import { logqlError } from '../../lib/model/logql-syntax.js';
import { metricsOf, promqlError } from '../../lib/model/promql-syntax.js';
import type { WrittenAlert } from '../alerts/mutants.js';
import { type Runbook, shared } from './runbook.js';

const headings = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'];

/** Two runbooks that share more than this were not written for the alerts they are for. */
const boilerplate = 0.6;

const metrics = (expr: string): readonly string[] =>
  metricsOf(expr).flatMap(({ metric }) => (metric === undefined ? [] : [metric]));

/** Whether one of the queries reads what the alert reads: a recording counts as well. */
function readsItsOwn(
  { queries }: Runbook,
  rules: readonly WrittenAlert[],
  isLog: boolean,
): boolean {
  if (isLog) return queries.some(({ language }) => language === 'logql');
  const own = new Set(rules.flatMap(({ expr }) => metrics(expr)));
  // An alert of no series, as the Watchdog is, has nothing to read.
  if (own.size === 0) return queries.length > 0;
  return queries.some(
    ({ language, expr }) => language === 'promql' && metrics(expr).some((name) => own.has(name)),
  );
}

/** What is wrong with the runbook of an alert. */
export function runbookFaults(
  name: string,
  book: Runbook,
  rules: readonly WrittenAlert[],
  isLog: boolean,
): readonly string[] {
  const errors = book.queries.flatMap(({ language, expr }) => {
    const error = language === 'promql' ? promqlError(expr) : logqlError(expr);
    return error === undefined ? [] : [`${name}: ${expr}: ${error}`];
  });
  return [
    ...(book.title === name ? [] : [`${name}: its title is "${book.title}"`]),
    ...(book.headings.join() === headings.join()
      ? []
      : [`${name}: its headings are ${book.headings.join(', ')}, and not ${headings.join(', ')}`]),
    ...errors,
    ...(errors.length > 0 || readsItsOwn(book, rules, isLog)
      ? []
      : [`${name}: no query reads what the alert reads`]),
    ...(book.commands.some((text) => /\b(kubectl|etcdctl)\b/.test(text))
      ? []
      : [`${name}: it has no command to look at the cluster with`]),
  ];
}

/** Runbooks that share too much of their text. */
export function boilerplateFaults(books: ReadonlyMap<string, Runbook>): readonly string[] {
  const all = [...books];
  return all.flatMap(([name, book], i) =>
    all.slice(i + 1).flatMap(([other, theirs]) => {
      const share = shared(book, theirs);
      return share < boilerplate
        ? []
        : [`${name} and ${other} share ${Math.round(share * 100)} % of their text`];
    }),
  );
}
