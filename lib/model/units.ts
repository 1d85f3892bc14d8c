/**
 * A length of time, as anything that can tell its milliseconds; cdk8s's `Duration` is one.
 *
 * Structural, because this floor knows no cdk8s.
 */
export interface DurationLike {
  toMilliseconds(): number;
}

/**
 * An amount of storage or memory, as anything that can tell its kibibytes; cdk8s's `Size` is one.
 *
 * The option is the one of cdk8s: how to treat a fraction of a kibibyte.
 */
export interface SizeLike {
  toKibibytes(options?: { readonly rounding?: number }): number;
}

/** `SizeRoundingBehavior.NONE` of cdk8s: its default throws for 1,000 bytes, as 0.98 is not whole. */
const NO_ROUNDING = 2;

/** The longest duration: every product here counts 64-bit nanoseconds, which end after 292 years. */
export const LONGEST_MS = Math.floor(2 ** 63 / 1e6);

type Unit = readonly [name: string, amount: number];

const goUnits: readonly Unit[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

const prometheusUnits: readonly Unit[] = [['d', 86_400_000], ...goUnits];

/** Names of the powers of a step, from the highest given down to the first. */
const powers = (letters: readonly string[], step: number): readonly Unit[] =>
  letters.map((letter, index): Unit => [letter, step ** (letters.length - index)]);

const prometheusSizes: readonly Unit[] = [
  ...powers(['PiB', 'TiB', 'GiB', 'MiB', 'KiB'], 1024),
  ['B', 1],
];

const lokiSizes: readonly Unit[] = [...powers(['PB', 'TB', 'GB', 'MB', 'KB'], 1024), ['B', 1]];

const byAmount = (a: Unit, b: Unit): number => b[1] - a[1];

const plainBytes: Unit = ['', 1];

/** The suffixes of a Kubernetes quantity that a size can have, largest first. */
export const quantityUnits: readonly Unit[] = [
  ...powers(['Pi', 'Ti', 'Gi', 'Mi', 'Ki'], 1024),
  ...powers(['P', 'T', 'G', 'M', 'k'], 1000),
  plainBytes,
].sort(byAmount);

function milliseconds(duration: DurationLike): number {
  const ms = duration.toMilliseconds();
  if (!Number.isSafeInteger(ms) || ms < 0 || ms > LONGEST_MS) {
    throw new Error(
      `duration: "${ms}ms" is not a whole number of milliseconds from 0 to 292 years; ` +
        'give whole milliseconds',
    );
  }
  return ms;
}

function inUnits(ms: number, units: readonly Unit[]): string {
  let rest = ms;
  let text = '';
  for (const [name, amount] of units) {
    const count = Math.floor(rest / amount);
    rest -= count * amount;
    text += count > 0 ? `${count}${name}` : '';
  }
  return text === '' ? '0s' : text;
}

/**
 * Prints a duration as Prometheus, Alertmanager and Loki write theirs in configuration files and
 * rules: `15d`, `1h30m`, `500ms`.
 *
 * Weeks and years are never printed: upstream reads a year as 365 days, which not everyone expects.
 * Alertmanager's *flags*, and some of Loki's fields, are Go durations: see {@link goDuration}.
 *
 * @throws when it is not a whole number of milliseconds, negative, or beyond 292 years
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export const prometheusDuration = (duration: DurationLike): string =>
  inUnits(milliseconds(duration), prometheusUnits);

/**
 * Prints a duration as Go's `time.ParseDuration` reads it: `168h`, `1m30s`, `500ms`; Go has no day.
 *
 * For Alloy, Tempo, Grafana's and Alertmanager's flags, and those fields of Loki that are Go
 * durations. What it prints is read by Prometheus's own parser as well, with the same meaning.
 *
 * @throws when it is not a whole number of milliseconds, negative, or beyond 292 years
 * @see https://pkg.go.dev/time#ParseDuration
 */
export const goDuration = (duration: DurationLike): string =>
  inUnits(milliseconds(duration), goUnits);

/**
 * The size as a plain number of bytes, for fields that take no unit.
 *
 * @throws when it is not a whole number of bytes, or beyond 8 PiB
 */
export function bytes(size: SizeLike): number {
  const count = size.toKibibytes({ rounding: NO_ROUNDING }) * 1024;
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new Error(
      `size: "${count}" is not a whole number of bytes from 0 to 8Pi; ` +
        'give a whole number of a smaller unit',
    );
  }
  return count;
}

function wholeUnits(size: SizeLike, units: readonly Unit[]): string {
  const count = bytes(size);
  if (count === 0) {
    throw new Error(
      'size: "0" is read as no limit at all; leave the setting out, or give more than 0',
    );
  }
  const [name, amount] = units.find(([, unit]) => count % unit === 0) ?? plainBytes;
  return `${count / amount}${name}`;
}

/**
 * Prints a size as Prometheus reads it: `40GiB`; also Alloy, and `GOMEMLIMIT` up to `TiB`.
 *
 * Prometheus takes `40GB` too, but means 40 × 2^30 by it. Only the `i` form says what is meant.
 *
 * @throws when it is 0, which Prometheus reads as "no limit", or not whole bytes
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#tsdb
 */
export const prometheusSize = (size: SizeLike): string => wholeUnits(size, prometheusSizes);

/**
 * Prints a size as Loki's configuration reads it: `4GB`, by which Loki means 4 × 2^30 bytes.
 *
 * Loki refuses `4GiB` and `4Gi`, so the misleading form is the only one there is.
 *
 * @throws when it is 0, which Loki reads as "no limit", or not whole bytes
 * @see https://grafana.com/docs/loki/latest/configure/
 */
export const lokiSize = (size: SizeLike): string => wholeUnits(size, lokiSizes);

/**
 * Prints a size as a Kubernetes quantity in the largest unit that divides it: `5Gi`, `512Mi`, `50G`.
 *
 * @throws when it is 0, which means "no limit" or is refused, or not whole bytes
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export const quantity = (size: SizeLike): string => wholeUnits(size, quantityUnits);
