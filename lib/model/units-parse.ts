import {
  type DurationLike,
  LONGEST_MS,
  prometheusDuration,
  quantityUnits,
  type SizeLike,
} from './units.js';

/** What people write for a unit, and the milliseconds they mean by it. */
const timeWords: readonly (readonly [words: readonly string[], ms: number])[] = [
  [['y', 'year', 'years'], 31_536_000_000],
  [['w', 'week', 'weeks'], 604_800_000],
  [['d', 'day', 'days'], 86_400_000],
  [['h', 'hr', 'hrs', 'hour', 'hours'], 3_600_000],
  [['m', 'min', 'mins', 'minute', 'minutes'], 60_000],
  [['s', 'sec', 'secs', 'second', 'seconds'], 1_000],
  [['ms', 'msec', 'millis', 'millisecond', 'milliseconds'], 1],
];

/** What Prometheus reads: whole numbers, units from the largest to the smallest, each once. */
const duration = /^(?=.)(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?$/;

/** The milliseconds meant by `15 days`, `1.5h` or `30m1h`; undefined when that cannot be told. */
export function meantMilliseconds(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?\s*[a-z]+[\s,]*)+$/i.test(text)) return undefined;
  let total = 0;
  for (const [, amount, word = ''] of text.matchAll(/([\d.]+)\s*([a-z]+)/gi)) {
    // `M` is left alone, as it may be a month.
    const unit = word === 'M' ? '' : word.toLowerCase();
    const ms = timeWords.find(([words]) => words.includes(unit))?.[1] ?? Number.NaN;
    total += Number(amount) * ms;
  }
  return Number.isSafeInteger(total) && total <= LONGEST_MS ? total : undefined;
}

const durationSlips: readonly (readonly [slip: RegExp, rule: string])[] = [
  [/^\s*$/, 'is empty'],
  [/^\s*-/, 'is negative'],
  [/\d\s*$/, 'has a number without a unit'],
  [/\./, 'has a fraction, which Prometheus refuses'],
  [/^(?:\d+(?:ms|[ywdhms]))+$/, 'has its units out of order'],
];

/**
 * Reads a duration that a person wrote: `15d`, `1h30m`, `500ms`; whole numbers with the units y, w,
 * d, h, m, s, ms, from the largest to the smallest, as Prometheus reads them (a year is 365 days).
 *
 * Site files and users write durations in this one notation; each product gets its own.
 *
 * @param where what the error is to name: a site field or a construct path
 * @throws for anything else, with what was probably meant
 * @example
 * parseDuration('site.retention', '15d').toMilliseconds(); // 1_296_000_000
 */
export function parseDuration(where: string, text: string): DurationLike {
  const meant = meantMilliseconds(text.replace(/^\s*-/, '').trim());
  if (duration.test(text)) {
    if (meant !== undefined) return { toMilliseconds: () => meant };
    throw new Error(`${where}: duration "${text}" is longer than 292 years; give less`);
  }
  const rule = durationSlips.find(([slip]) => slip.test(text))?.[1] ?? 'is not a duration';
  const remedy =
    meant === undefined
      ? 'write whole numbers with y, w, d, h, m, s or ms, the largest first, as in "1h30m"'
      : `use "${prometheusDuration({ toMilliseconds: () => meant })}"`;
  throw new Error(`${where}: duration "${text}" ${rule}; ${remedy}`);
}

/**
 * The bytes meant by `50 GB`, `50Gi` or `512m`, as powers of 1024; a bare number is short of its unit.
 * Undefined when that cannot be told.
 */
export function meantBytes(text: string): number | undefined {
  const [, amount, letter = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?)i?b?\s*$/i.exec(text) ?? [];
  if (amount === undefined || Number(amount) === 0) return undefined;
  const bare = letter === '' && Number(amount) < 1024 ** 2;
  const power = bare ? 2 : ['', 'k', 'm', 'g', 't', 'p'].indexOf(letter.toLowerCase());
  const bytes = Number(amount) * 1024 ** power;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

const sizeNotation =
  'write a number with Ki, Mi, Gi, Ti, Pi (powers of 1024) or k, M, G, T, P (of 1000), as in "50Gi"';

/** `50 GB` in its two possible meanings, spelled as quantities. */
function asQuantities(amount: string, letter: string): string {
  const step = 'KMGTP'.indexOf(letter.toUpperCase()) + 1;
  const binary = `${amount}${letter.toUpperCase()}i`;
  const decimal = `${amount}${step === 1 ? 'k' : letter.toUpperCase()}`;
  return `use "${binary}" (2^${step * 10}) or "${decimal}" (10^${step * 3})`;
}

type SizeSlip = readonly [
  slip: RegExp,
  rule: string,
  remedy: (amount: string, letter: string) => string,
];

const sizeSlips: readonly SizeSlip[] = [
  [/^\s*$/, 'is empty', () => sizeNotation],
  [/^\s*-/, 'is negative', () => sizeNotation],
  [/^0+(?:\.0*)?\D*$/, 'is zero', () => 'give more than 0, or leave the setting out'],
  [/^([\d.]+)$/, 'is below 1 MiB, so its unit is missing', (n) => `use "${n}Mi" or "${n}Gi"`],
  [/^([\d.]+)m$/, 'is in thousandths of a byte', (n) => `use "${n}Mi"`],
  [
    /^([\d.]+)\s*([kmgtp])ib?$/i,
    'is not a Kubernetes quantity',
    (n, letter) => `use "${n}${letter.toUpperCase()}i"`,
  ],
  [/^([\d.]+)\s*([kmgtp])b?$/i, 'is not a Kubernetes quantity', asQuantities],
];

/**
 * Reads a size that a person wrote, as a Kubernetes quantity: `50Gi`, `512Mi`, `50G`, `1.5Gi`.
 *
 * A bare number must be at least 1 MiB: below that it is a size whose unit was forgotten.
 *
 * @param where what the error is to name: a site field or a construct path
 * @throws for anything else, with what was probably meant
 * @example
 * parseSize('site.prometheus.storage', '50Gi').toKibibytes(); // 52_428_800
 */
export function parseSize(where: string, text: string): SizeLike {
  const [, amount = '', suffix = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(text) ?? [];
  const unit = amount === '' ? undefined : quantityUnits.find(([name]) => name === suffix)?.[1];
  // Three decimals are far below a byte's worth of doubt, and mend 1.1 × 10^9 = 1100000000.0000001.
  const count = Number((Number(amount) * (unit ?? 0)).toFixed(3));
  const tooSmall = suffix === '' && count < 1024 ** 2;
  if (unit === undefined || count === 0 || tooSmall) {
    for (const [slip, rule, remedy] of sizeSlips) {
      const found = slip.exec(text);
      if (found === null) continue;
      const [, number = '', letter = ''] = found;
      throw new Error(`${where}: size "${text}" ${rule}; ${remedy(number, letter)}`);
    }
    throw new Error(`${where}: size "${text}" is not a size; ${sizeNotation}`);
  }
  if (!Number.isSafeInteger(count)) {
    throw new Error(
      `${where}: size "${text}" is not a whole number of bytes up to 8Pi; ` +
        'give a whole number of a smaller unit',
    );
  }
  return { toKibibytes: () => count / 1024 };
}
