import { remembering } from './remembering.js';

/** What a regular expression is made of, as far as RE2 and this project care. */
interface Scan {
  /** What RE2 would refuse, and what to write instead; undefined when it reads the expression. */
  readonly error?: string;
  /** The groups a replacement can name: `1`, `2`, and the names given to them. */
  readonly groups: readonly string[];
}

type Kind = 'open' | 'flags' | 'close' | 'or' | 'repeat' | 'atom' | 'empty';

/** A backslash and what may follow it, in and out of a character class. */
const escaped =
  '\\\\(?:[afnrtv]|0[0-7]{0,2}|[1-7][0-7]{1,2}|x[0-9A-Fa-f]{2}|x\\{[0-9A-Fa-f]+\\}|[dDsSwW]|' +
  '[pP](?:[CLMNPSZ]|\\{\\^?\\w+\\})|[\\x00-/:-@\\[-`{-\\x7f])';

const posixClasses =
  'alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit';

const classItem = `${escaped}|\\[:\\^?(?:${posixClasses}):\\]|\\[(?!:\\w*:\\])|[^\\\\\\][]`;

/** The pieces of an RE2 expression, tried in this order at each place. */
const pieces: readonly (readonly [kind: Kind, piece: RegExp])[] = [
  ['empty', /\\Q\\E/y],
  ['atom', /\\Q.*?\\E/sy],
  ['atom', /\\[AbBz]/y],
  ['atom', new RegExp(escaped, 'y')],
  ['atom', new RegExp(`\\[\\^?\\]?(?:${classItem})*\\]`, 'y')],
  ['flags', /\(\?[imsU]*(?:-[imsU]+)?\)/y],
  ['open', /\((?:\?P?<\w+>|\?(?:[imsU]*(?:-[imsU]+)?):|(?!\?))/y],
  ['close', /\)/y],
  ['or', /\|/y],
  ['repeat', /(?:[*+?]|\{\d+(?:,\d*)?\})\??/y],
  ['atom', /[^\\[()*+?|]/uy],
];

/** Why no piece fits: what stands there, most telling first. */
const unreadable: readonly (readonly [there: RegExp, problem: string, remedy: string])[] = [
  [
    /\(\?<?[=!]/y,
    'the look-around "$", which RE2 does not have',
    'match what may be there, or use a second condition',
  ],
  [/\(\?>/y, 'the atomic group "$", which RE2 does not have', 'write "(?:" instead'],
  [/\(\?[^)]?/y, 'the group "$", which RE2 does not have', 'write "(", "(?:" or "(?P<name>"'],
  [/\\(?:[1-9]|k[<{'])/y, 'the backreference "$", which RE2 does not have', 'write the text out'],
  [/\\Q/y, 'a "$" without its "\\E"', 'close it with "\\E"'],
  [/\\$/y, 'a "\\" at its end', 'write "\\\\" for a backslash'],
  [/\\./uy, 'the escape "$", which RE2 does not have', 'write the character, or "\\\\" before it'],
  [/\[/y, 'an unclosed or unreadable "["', 'close it with "]", or write "\\["'],
];

function refusalAt(pattern: string, at: number): string {
  for (const [there, problem, remedy] of unreadable) {
    there.lastIndex = at;
    const text = there.exec(pattern)?.[0];
    if (text !== undefined) return `has ${problem.replace('$', () => text)}; ${remedy}`;
  }
  return `cannot be read at "${pattern.slice(at)}"; write that part otherwise`;
}

function repeatError(text: string, previous: Kind): string | undefined {
  if (previous === 'repeat') {
    return `repeats a repetition with "${text}", which RE2 does not have; put it in "(?:…)"`;
  }
  if (previous === 'open' || previous === 'or') {
    return `has nothing to repeat before "${text}"; write ".${text}" for any text, or "\\${text}"`;
  }
  const [least = 0, most = least] = (text.match(/\d+/g) ?? []).map(Number);
  if (Math.max(least, most) > 1000 || least > most) {
    return `repeats "${text}" times; give at most 1000, the smaller number first`;
  }
  return undefined;
}

/** A range such as `z-a`; only where the class is plain enough for JavaScript to mean the same. */
function reversedRange(piece: string): boolean {
  if (!piece.startsWith('[') || /[\\]|\[:/.test(piece)) return false;
  const items = piece.replace(/^\[\^?/, '').slice(0, -1);
  return [...items.matchAll(/(.)-(.)/gsu)].some(([, from = '', to = '']) => from > to);
}

const scan = remembering((pattern): Scan => {
  const groups: string[] = [];
  let captures = 0;
  let depth = 0;
  let previous: Kind = 'open';
  for (let at = 0; at < pattern.length; ) {
    const found = pieces.find(([, piece]) => {
      piece.lastIndex = at;
      return piece.test(pattern);
    });
    if (found === undefined) return { error: refusalAt(pattern, at), groups };
    const [kind, { lastIndex: end }] = found;
    const text = pattern.slice(at, end);
    depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
    if (depth < 0) return { error: 'has a ")" that closes nothing; write "\\)"', groups };
    if (kind === 'open' && !text.endsWith(':')) {
      captures += 1;
      groups.push(`${captures}`, ...(/\w+(?=>)/.exec(text) ?? []));
    }
    const error = kind === 'repeat' ? repeatError(text, previous) : undefined;
    if (error !== undefined) return { error, groups };
    if (reversedRange(text)) {
      return { error: `has a reversed range in "${text}"; swap its ends`, groups };
    }
    // A flag group and an empty quotation stand between a thing and its repetition unnoticed.
    if (kind !== 'flags' && kind !== 'empty') previous = kind;
    at = end;
  }
  return depth > 0
    ? { error: 'has an unclosed "("; close it, or write "\\("', groups }
    : { groups };
});

/**
 * Says what RE2 would refuse in a regular expression, or nothing when it reads it.
 *
 * Prometheus, Loki, Alertmanager and Alloy all match with RE2, which has neither look-around nor
 * backreferences; people bring both along from other tools, and the product then does not start.
 *
 * @returns a rule and a remedy, `has …; write …`, to be set after the expression in a message
 * @see https://github.com/google/re2/wiki/Syntax
 * @example
 * re2Error('a(?=b)'); // has the look-around "(?=", which RE2 does not have; match what may …
 */
export const re2Error = (pattern: string): string | undefined => scan(pattern).error;

/** The groups that a replacement can name: `1`, `2`, … and the names of the named ones. */
export const re2Groups = (pattern: string): readonly string[] => scan(pattern).groups;

/**
 * Refuses a regular expression that RE2 cannot read.
 *
 * @param where what the error is to name
 * @throws with {@link re2Error} after the expression
 */
export function checkRe2(where: string, pattern: string): void {
  const error = re2Error(pattern);
  if (error !== undefined) throw new Error(`${where}: regex "${pattern}" ${error}`);
}
