import type { Runbook } from '../../../runbooks/runbook.js';
import type { Answer } from './ask.js';
import {
  type Board,
  boardsOf,
  builtIn,
  type Choice,
  escaped,
  fill,
  type Question,
  ruleQuestions,
  runbookQuestions,
} from './questions.js';
import { type Asked, type Questioned, type Reply, reply } from './reply.js';
import { type Told, together } from './told.js';

/** What a dashboard's questions brought, with all chosen. */
export interface Heard {
  readonly uid: string;
  /** What each choice offers. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
  readonly answers: readonly { readonly question: Question; readonly answer: Answer }[];
}

/** Values that a choice offers, now. */
async function offered(
  of: Questioned,
  { answerer, label, selector }: Choice,
  values: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  return await of[answerer].labelValues(label, selector && fill(selector, values));
}

/** Values for a dashboard's variables. */
interface Chosen {
  readonly all: ReadonlyMap<string, string>;
  readonly one: ReadonlyMap<string, string>;
  /** What each choice offers. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly string[];
}

/** All, and the first value of each choice, each of them chosen as those before it allow. */
async function chosen(of: Questioned, { uid, choices }: Board): Promise<Chosen> {
  const [all, one] = [new Map(builtIn(of.scrapeSeconds)), new Map(builtIn(of.scrapeSeconds))];
  const values = new Map<string, readonly string[]>();
  const faults: string[] = [];
  for (const choice of choices) {
    const offers = await offered(of, choice, one);
    const [first] = offers;
    values.set(choice.name, offers);
    if (first === undefined)
      faults.push(`${uid}: variable "${choice.name}" has no values: ${choice.selector}`);
    const value = first === undefined ? '.+' : escaped(first);
    all.set(choice.name, choice.all ?? value);
    one.set(choice.name, value);
  }
  return { all, one, values, faults };
}

async function judgeBoard(
  of: Questioned,
  board: Board,
  listen: (heard: Heard) => void,
): Promise<Told> {
  const { all, one, values, faults } = await chosen(of, board);
  const replies = await Promise.all(board.questions.map((question) => reply(of, question, all)));
  const others = await Promise.all(board.questions.map((question) => reply(of, question, one)));
  const answers = board.questions.flatMap((question, index) => {
    const answer = replies[index]?.answer;
    return answer ? [{ question, answer }] : [];
  });
  listen({ uid: board.uid, choices: values, answers });
  const silent = replies.filter(({ data }) => !data).map(({ name }) => name);
  const rest = silent.length === 0 ? '' : `; none for ${[...new Set(silent)].join(', ')}`;
  const answered = replies.length - silent.length;
  return {
    saw: replies.length + others.length,
    faults: [...faults, ...new Set([...replies, ...others].flatMap((one) => one.faults))],
    report: [`${board.uid}: data for ${answered} of ${replies.length} queries${rest}`],
  };
}

/**
 * Every query of every dashboard is answered, without an error or a remark: with all chosen, and with one value
 * of each choice. The report counts for each dashboard which of them brought data.
 *
 * @param listen is told what each dashboard hears. @default - nobody is
 */
export async function dashboardsAnswered(
  of: Questioned,
  listen: (heard: Heard) => void = () => {},
): Promise<Told> {
  const told: Told[] = [];
  // One dashboard after the other: as many questions at once as a person's browser asks.
  for (const board of boardsOf(of.objects)) told.push(await judgeBoard(of, board, listen));
  return together(told);
}

/** Asks what has no variables, one after the other. */
async function inTurn(of: Asked, questions: readonly Question[]): Promise<readonly Reply[]> {
  const replies: Reply[] = [];
  for (const question of questions) replies.push(await reply(of, question, new Map()));
  return replies;
}

/** Every expression of a rule is answered by who evaluates it, without an error or a remark. */
export async function rulesAnswered(of: Questioned): Promise<Told> {
  const questions = (['prometheus', 'loki'] as const).flatMap((evaluator) =>
    ruleQuestions(of.objects, evaluator),
  );
  const replies = await inTurn(of, questions);
  const holding = [...new Set(replies.filter(({ data }) => data).map(({ name }) => name))];
  return {
    saw: replies.length,
    faults: replies.flatMap(({ faults }) => faults),
    report: [`rules that hold now: ${holding.join(', ') || 'none'}`],
  };
}

/**
 * Every query of every runbook is answered as it can be copied, without an error or a remark. What stands in
 * capitals matches nothing, and what is well shows nothing: no data is no fault.
 */
export async function runbooksAnswered(
  of: Asked,
  books: ReadonlyMap<string, Runbook>,
): Promise<Told> {
  const replies = await inTurn(of, runbookQuestions(books));
  const answered = replies.filter(({ data }) => data).length;
  return {
    saw: replies.length,
    faults: replies.flatMap(({ faults }) => faults),
    report: [`${books.size} runbooks: data for ${answered} of ${replies.length} queries`],
  };
}
