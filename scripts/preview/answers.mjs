// What the programs answered when the flow tier asked them: see test/conformance/flow/ask/stored-answers.ts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is stored of a dashboard of a system, in `.answers/<system>/<uid>.json`.
 *
 * @returns undefined where the flow tier has not run here
 */
export function storedAnswers(system, uid, folder = '.answers') {
  const file = join(folder, system, `${uid}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const isInstant = ({ instant, queryType }) => instant ?? queryType === 'instant';

/** The answer to a query of a panel: undefined where it was not asked as it is written now. */
export const answerTo = (stored, target) =>
  stored?.answers.find(
    ({ answerer, expr, instant }) =>
      answerer === target.datasource.type &&
      expr === target.expr &&
      instant === Boolean(isInstant(target)),
  );

/** A panel's queries with their answers, or undefined where one of them has none. */
export function answersOf(stored, { targets = [] }) {
  const answers = targets.map((target) => ({ target, ...answerTo(stored, target) }));
  return answers.every(({ series }) => series) ? answers : undefined;
}

/** Whether the answers bring anything to be drawn. */
export const haveData = (answers) => answers?.some(({ series }) => series.length > 0) ?? false;
