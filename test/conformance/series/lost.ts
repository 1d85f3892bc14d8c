import type { Manifest } from '../../../lib/core/index.js';
import { selectorsOf } from '../../../lib/model/metric-reads.js';
import type { PrometheusApi } from '../flow/ask/ask-prometheus.js';
import { type Board, boardsOf, builtIn, fill, ruleQuestions } from '../flow/ask/questions.js';
import { scrapeSeconds } from './scrapers.js';

/** A query, and everyone who asks it. */
interface Asked {
  readonly query: string;
  readonly by: readonly string[];
}

/** What a dashboard asks Prometheus with everything chosen, the choices in its head among them. */
function askedBy({ uid, choices, questions }: Board): readonly (readonly [string, string])[] {
  const values = new Map([
    ...builtIn(scrapeSeconds),
    ...choices.map(({ name, all }) => [name, all ?? '.+'] as const),
  ]);
  return [
    ...questions
      .filter(({ answerer }) => answerer === 'prometheus')
      .map(({ name, expr }) => [`dashboard ${uid}, ${name}`, fill(expr, values)] as const),
    ...choices.flatMap(({ name, answerer, selector }) =>
      answerer === 'prometheus' && selector !== undefined
        ? [[`dashboard ${uid}, $${name}`, fill(selector, values)] as const]
        : [],
    ),
  ];
}

/**
 * Every question of a rule and of a dashboard, whole and by its selectors: of an alert that holds not the whole
 * brings nothing, whatever is there.
 */
export function asked(objects: readonly Manifest[]): readonly Asked[] {
  const whole = [
    ...ruleQuestions(objects, 'prometheus').map(
      ({ of, name, expr }) => [`rule ${name} of ${of}`, expr] as const,
    ),
    ...boardsOf(objects).flatMap(askedBy),
  ];
  const all = whole.flatMap(([by, expr]) => [
    [by, expr] as const,
    ...selectorsOf(expr).map(({ text }) => [by, text] as const),
  ]);
  const byQuery = new Map<string, Set<string>>();
  for (const [by, query] of all) byQuery.set(query, (byQuery.get(query) ?? new Set()).add(by));
  return [...byQuery].map(([query, by]) => ({ query, by: [...by] }));
}

/** What is asked, and what of it has an answer in one Prometheus and none in the other. */
export interface Compared {
  readonly saw: number;
  readonly answered: number;
  readonly faults: readonly string[];
}

const atOnce = 16;

async function answers(of: PrometheusApi, all: readonly Asked[]): Promise<readonly boolean[]> {
  const brought: boolean[] = [];
  for (let i = 0; i < all.length; i += atOnce)
    brought.push(
      ...(await Promise.all(
        all
          .slice(i, i + atOnce)
          .map(async ({ query }) => (await of.query(query)).series.length > 0),
      )),
    );
  return brought;
}

/**
 * Asks two of them the same, and again what only the first answered: they do not scrape in the same moment.
 *
 * @param tries how often, a second apart
 */
export async function compared(
  whole: PrometheusApi,
  part: PrometheusApi,
  all: readonly Asked[],
  tries = 8,
): Promise<Compared> {
  const has = await answers(whole, all);
  let left = all.filter((_, i) => has[i]);
  const answered = left.length;
  for (let i = 0; i < tries && left.length > 0; i++) {
    if (i > 0) await new Promise((resolve) => setTimeout(resolve, 1000));
    const [before, now] = [await answers(whole, left), await answers(part, left)];
    left = left.filter((_, at) => before[at] && !now[at]);
  }
  return {
    saw: all.length,
    answered,
    faults: left.flatMap(({ query, by }) => by.map((one) => `${one}: ${query}`)),
  };
}
