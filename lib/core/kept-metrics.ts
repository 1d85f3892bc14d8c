import { re2Error } from '../model/re2.js';
import { refuse } from '../model/refusal.js';
import { drop, keep, type RelabelStep } from '../model/relabel.js';
import {
  type Check,
  type Checks,
  checkProps,
  isObject,
  isText,
  listOf,
  required,
} from './check.js';
import { fields } from './check-nested.js';
import type { MetricsRead } from './metrics-read.js';
import { sortedWords } from './order.js';

/**
 * Which of the metrics that a target shows are stored.
 *
 * - `'all'`: all that its job lets pass.
 * - `'used'`: what somebody reads where they are stored: rules, dashboards, adapters. Of a histogram or summary the
 *   sum and the count stay together, and with its buckets; buckets and quantiles only where they are read.
 * - `{ keep }`: these as well, for what people ask by hand, and for who reads elsewhere. Names, or RE2 expressions
 *   that match names whole.
 *
 * What a scrape says of itself, `up` and `scrape_…`, always stays.
 */
export type KeptMetrics = 'all' | 'used' | { readonly keep: readonly string[] };

/** What a scraper can be told of all jobs of a source. */
export interface KeepOptions {
  /** Which metrics are stored. @default - the target's own, else the scraper's */
  readonly metrics?: KeptMetrics;
}

const isPattern: Check = (value) => {
  const wrong = isText(value);
  if (wrong) return wrong;
  const error = re2Error(String(value));
  if (error === undefined) return undefined;
  const [rule = error, remedy = 'write it otherwise'] = error.split('; ');
  return { rule, remedy };
};

const areKeepLists = fields<Extract<KeptMetrics, object>>({ keep: required(listOf(isPattern)) });

/** Checks a {@link KeptMetrics}. */
export const areKeptMetrics: Check = (value) => {
  if (value === 'all' || value === 'used') return undefined;
  return isObject(value)
    ? { rule: 'is not one of the choices', remedy: "give 'all', 'used' or { keep: ['name', …] }" }
    : areKeepLists(value);
};

const optionChecks: Checks<KeepOptions> = { metrics: areKeptMetrics };

/** @throws on an option that is unknown or malformed */
export const checkKeepOptions = (where: string, options: KeepOptions): void =>
  checkProps(where, options, optionChecks);

/** A job whose metrics are to be kept, or not. */
export interface KeepJob {
  /** Scraper and job, as errors say it. */
  readonly where: string;
  readonly metrics: KeptMetrics;
  /** What is read of it. */
  readonly read: () => MetricsRead;
  /** More that must stay, as RE2 expressions: what is no series of the target. @default - nothing */
  readonly besides?: readonly string[];
}

/**
 * The last steps on the series of a job: they keep what is to be stored.
 *
 * @throws when only what is used is to be kept, and who uses it cannot be known
 */
export function keepSteps({ where, metrics, read, besides = [] }: KeepJob): readonly RelabelStep[] {
  if (metrics === 'all') return [];
  const { names, patterns, unknown } = read();
  const [blind] = [...unknown].sort();
  if (metrics === 'used' && blind !== undefined)
    refuse(
      where,
      `metrics "used" cannot be known, as samples go to "${blind}", which does not say what is read there`,
      "name it in metrics: { keep: ['name', …] }, or give metrics: 'all'",
    );
  const more = metrics === 'used' ? [] : metrics.keep;
  const all = [...[...names].map(literal), ...[...patterns, ...more, ...besides].map(grouped)];
  if (all.some(isAnyName)) return [];
  const name = { from: ['__name__'] };
  return all.length === 0
    ? [drop({ ...name, matches: '.*' })]
    : [keep({ ...name, matches: sortedWords(all).join('|') })];
}

/** Whether an expression matches every name. */
export const isAnyName = (pattern: string): boolean => /^\.[+*]$/.test(pattern);

/** Names are of letters, digits, `_` and `:`; Prometheus allows others. */
const literal = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** An expression whose alternatives and flags stay its own. */
const grouped = (pattern: string): string =>
  /[|]|\(\?[a-zA-Z]/.test(pattern) ? `(?:${pattern})` : pattern;
