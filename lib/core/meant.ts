import { meantBytes, meantMilliseconds } from '../model/units-parse.js';

type Maker = readonly [method: string, amount: number];

const durations: readonly Maker[] = [
  ['Duration.days', 86_400_000],
  ['Duration.hours', 3_600_000],
  ['Duration.minutes', 60_000],
  ['Duration.seconds', 1000],
  ['Duration.millis', 1],
];
const sizes: readonly Maker[] = [
  ['Size.tebibytes', 1024 ** 4],
  ['Size.gibibytes', 1024 ** 3],
  ['Size.mebibytes', 1024 ** 2],
  ['Size.kibibytes', 1024],
];

/** What to write for an amount; the example where it cannot be told. */
function written(amount: number | undefined, makers: readonly Maker[], example: string): string {
  const [method, unit] = makers.find(([, one]) => amount !== undefined && amount % one === 0) ?? [];
  return amount && method && unit ? `${method}(${amount / unit})` : example;
}

/** The `Duration` that somebody meant who wrote a text or a number, in code. */
export const meantDuration = (value: unknown): string =>
  written(
    typeof value === 'string' ? meantMilliseconds(value.replace(/^\s*-/, '').trim()) : undefined,
    durations,
    'Duration.days(15)',
  );

/** The `Size` that somebody meant who wrote a text, in code. */
export const meantSize = (value: unknown): string =>
  written(typeof value === 'string' ? meantBytes(value) : undefined, sizes, 'Size.gibibytes(50)');
