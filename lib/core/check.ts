import { Duration, Size } from 'cdk8s';
import { distance } from 'fastest-levenshtein';
import { refuse } from '../model/refusal.js';
import { bytes } from '../model/units.js';
import { meantDuration, meantSize } from './meant.js';
import { dnsLabel, isObjectName } from './names.js';
import { SecretRef } from './secret-ref.js';

/** What is wrong with a value, and what to write instead; nothing when it is right. */
export interface Fault {
  readonly rule: string;
  readonly remedy: string;
  /**
   * Which part of the value it is about, as in `[0]: auth`; the rule then says by itself what is wrong.
   * @default - the value as a whole
   */
  readonly within?: string;
}

/** Judges one value that somebody passed, whatever the compiler was told about it. */
export type Check = (value: unknown) => Fault | undefined;

/** One check for every prop, by name. Keyed by the props type, so the compiler keeps the table complete. */
export type Checks<P> = { readonly [K in keyof Required<P>]: Check };

const requiredChecks = new WeakSet<Check>();

/** The value as the person wrote it, for use in a message. */
export function shown(value: unknown): string {
  if (value instanceof Duration) return `"${value.toHumanString()}"`;
  if (value instanceof Size) return `"${value.asString()}"`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'number') return String(value);
  // An instance of a class by its name: a construct refers to the whole app, in circles.
  if (isInstance(value)) return `an instance of ${value.constructor.name}`;
  const inner = (v: unknown) => (isInstance(v) ? shown(v).replaceAll('"', '') : v);
  return JSON.stringify(value, (_, v) => inner(v)) ?? String(value);
}

const isInstance = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.getPrototypeOf(value) !== null &&
  Object.getPrototypeOf(value) !== Object.prototype;

/** The known word a mistyped one most likely stands for. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const near = known
    .map((k) => ({ k, d: distance(word.toLowerCase(), k.toLowerCase()) }))
    .sort((a, b) => a.d - b.d || (a.k < b.k ? -1 : 1))[0];
  // Two letters away is near, but not from a word of two letters: everything is.
  const most = Math.min(word.length - 1, Math.max(2, Math.floor(word.length / 3)));
  return near && near.d <= most ? near.k : undefined;
}

/** What to answer to an unknown word: the nearest known one, else all of them. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = closest(word, known);
  return near ? `did you mean "${near}"?` : `known: ${[...known].sort().join(', ')}`;
}

/**
 * Refuses props that the compiler would have refused, for callers in JavaScript and for site files.
 *
 * @throws on an unknown key, a missing required one, or a value its check finds fault with
 */
export function checkProps<P extends object>(where: string, props: P, checks: Checks<P>): void {
  const fault = faultIn(props, checks);
  if (fault) refuse(`${where}${fault.within}`, fault.rule, fault.remedy);
}

/** The first fault of some props, and in which of them. */
export function faultIn(
  props: object,
  table: Readonly<Record<string, Check>>,
): Required<Fault> | undefined {
  const given = new Map(Object.entries(props));
  for (const key of given.keys())
    if (!Object.hasOwn(table, key)) {
      const remedy = didYouMean(key, Object.keys(table));
      return { within: '', rule: `"${key}" is not a known property`, remedy };
    }
  for (const [key, check] of Object.entries(table)) {
    const value = given.get(key);
    if (value === undefined && !requiredChecks.has(check)) continue;
    const fault = value === undefined ? missing : check(value);
    if (fault?.within !== undefined) return { ...fault, within: `: ${key}${fault.within}` };
    if (!fault) continue;
    const as = value === undefined ? '' : `${shown(value)} `;
    return { within: '', rule: `${key} ${as}${fault.rule}`, remedy: fault.remedy };
  }
  return undefined;
}
const missing: Fault = { rule: 'is missing', remedy: 'it has no default' };

const test =
  (good: (value: unknown) => boolean, rule: string, remedy: string): Check =>
  (value) =>
    good(value) ? undefined : { rule, remedy };

/** Makes a check demand a value. */
export function required(check: Check): Check {
  const own: Check = (value) => check(value);
  requiredChecks.add(own);
  return own;
}

/** Any value: its type has checks of its own where it is used. */
export const anything: Check = () => undefined;
export const isFlag = test((v) => typeof v === 'boolean', 'is not a boolean', 'give true or false');
export const isText = test(
  (v) => typeof v === 'string' && v.trim() !== '',
  'is not a text',
  'give a string that is not empty',
);
export const isCallback = test(
  (v) => typeof v === 'function',
  'is not a function',
  'give a function',
);
export const isObject = test(
  (v) => typeof v === 'object' && v !== null && !Array.isArray(v),
  'is not an object',
  'give an object',
);
export const isSecretRef = test(
  (v) => v instanceof SecretRef,
  'is not a reference to a Secret',
  "give new SecretRef('name', 'key'): a credential's value has no place in manifests",
);

/** One command-line flag with its value. */
export const isArgument = test(
  (v) => typeof v === 'string' && /^--[\w-]/.test(v),
  'is not a flag',
  'give "--name=value"',
);

/** A list whose every member passes. */
export const listOf =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return { rule: 'is not a list', remedy: 'give an array' };
    for (const [i, member] of value.entries()) {
      const fault = check(member);
      if (fault?.within !== undefined) return { ...fault, within: `[${i}]${fault.within}` };
      if (fault) return { rule: `has ${shown(member)}, which ${fault.rule}`, remedy: fault.remedy };
    }
    return undefined;
  };

/** One of a few words. */
export const oneOf =
  (...words: readonly (string | number | boolean)[]): Check =>
  (value) => {
    if (words.some((w) => w === value)) return undefined;
    const word = typeof value === 'string' ? closest(value, words.map(String)) : undefined;
    const near = words.find((w) => String(w) === word);
    const choices = `choices: ${words.join(', ')}`;
    return {
      rule: 'is not one of the choices',
      remedy: near === undefined ? choices : `did you mean ${shown(near)}? ${choices}`,
    };
  };

/** A whole number within bounds, both included. */
export const integer =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : { rule: 'is not a whole number in range', remedy: `give ${min} to ${max}` };

/** Name of a namespace. */
export const isNamespace = test(
  (v) => typeof v === 'string' && v.length <= 63 && dnsLabel.test(v),
  'is not a namespace',
  'give lower-case letters, digits and "-"',
);

/** Namespaces that are there before anything of ours, and hold what is not ours. */
export const isReserved = (namespace: string): boolean =>
  namespace === 'default' || namespace === 'kube-system';

/** Name of a namespace that components can live in. */
export const isHome: Check = (value) =>
  isText(value) ??
  isNamespace(value) ??
  (isReserved(String(value))
    ? { rule: 'is not for this stack', remedy: 'give it one of its own' }
    : undefined);

/** Name of an object that someone else makes: a class of storage, of priority. */
export const isName: Check = (value) =>
  isText(value) ??
  (isObjectName(String(value))
    ? undefined
    : { rule: 'is not a Kubernetes name', remedy: 'give lower-case letters, digits, "-" and "."' });

/** A port number. */
export const isPort: Check = integer(1, 65535);

/** A `Duration`, at least as long as `min` where one is given. */
export const isDuration =
  (min?: Duration): Check =>
  (value) => {
    if (!(value instanceof Duration))
      return { rule: 'is not a Duration', remedy: `give ${meantDuration(value)}, from 'cdk8s'` };
    if (value.toMilliseconds({ integral: false }) <= 0)
      return { rule: 'is not longer than zero', remedy: 'give a positive Duration' };
    if (min && value.toMilliseconds({ integral: false }) < min.toMilliseconds())
      return {
        rule: `is shorter than ${min.toHumanString()}`,
        remedy: `give ${min.toHumanString()} or more`,
      };
    return undefined;
  };

/** A `Size`, at least as large as `min` where one is given. */
export const isSize =
  (min?: Size): Check =>
  (value) => {
    if (!(value instanceof Size))
      return { rule: 'is not a Size', remedy: `give ${meantSize(value)}, from 'cdk8s'` };
    if (bytes(value) < (min ? bytes(min) : 1024))
      return {
        rule: `is smaller than ${min?.asString() ?? '1Ki'}`,
        remedy: `give ${min?.asString() ?? '1Ki'} or more`,
      };
    return undefined;
  };
