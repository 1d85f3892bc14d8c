// Numbers in words, as Grafana writes them in each of the units that dashboards of the house use.
// See https://github.com/grafana/grafana/tree/main/packages/grafana-data/src/valueFormats

/** A number with so many digits after the point: else three digits count, and a whole number has none. */
export function digits(value, decimals) {
  if (!Number.isFinite(value)) return value.toLocaleString('en');
  if (decimals !== undefined) return value.toFixed(decimals);
  if (Number.isInteger(value)) return `${value}`;
  const fitting = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(20, fitting));
}

/** A number in steps of a factor, each with a word: `1.5 KiB`. The first word is that of `smallest`. */
const scaled =
  (factor, words, smallest = 0) =>
  (value, decimals) => {
    if (!Number.isFinite(value)) return digits(value);
    const power = value === 0 ? 0 : Math.floor(Math.log(Math.abs(value)) / Math.log(factor) + 1e-9);
    const step = Math.min(Math.max(power, smallest), smallest + words.length - 1);
    return `${digits(value / factor ** step, decimals)}${words[step - smallest]}`;
  };

const si = (unit) =>
  scaled(
    1000,
    ['n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P'].map((prefix) => ` ${prefix}${unit}`),
    -3,
  );
const binary = (unit) =>
  scaled(
    1024,
    ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'].map((prefix) => ` ${prefix}${unit}`),
  );
const count = (unit) =>
  scaled(
    1000,
    ['', 'K', 'M', 'B', 'T'].map((prefix) => `${prefix} ${unit}`),
  );

const times = [
  [1e-6, 1e-9, 'ns'],
  [1e-3, 1e-6, 'µs'],
  [1, 1e-3, 'ms'],
  [60, 1, 's'],
  [3600, 60, 'min'],
  [86400, 3600, 'hour'],
  [604800, 86400, 'day'],
  [31536000, 604800, 'week'],
  [Number.POSITIVE_INFINITY, 31536000, 'year'],
];

function seconds(value, decimals) {
  if (!Number.isFinite(value) || value === 0) return value === 0 ? '0 s' : digits(value);
  const [, size, word] = times.find(([below]) => Math.abs(value) < below) ?? times.at(-1);
  return `${digits(Number((value / size).toPrecision(12)), decimals)} ${word}`;
}

const spans = [
  ['year', 31536000],
  ['month', 2592000],
  ['week', 604800],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

const plural = (number, word) => `${number} ${word}${number === 1 ? '' : 's'}`;

/** `1 hour, 2 minutes`: one word, and as many more as there are decimals. */
function duration(value, decimals = 0) {
  if (!Number.isFinite(value)) return digits(value);
  if (value < 0) return `${duration(-value, decimals)} ago`;
  const first = spans.findIndex(([, size]) => value >= size);
  if (first < 0) return '0 seconds';
  let left = value;
  const words = spans.slice(first, first + decimals + 1).map(([word, size]) => {
    const whole = Math.floor(left / size);
    left -= whole * size;
    return plural(whole, word);
  });
  return words.join(', ');
}

/** `3 minutes ago`, of a time in milliseconds. */
function fromNow(value, _decimals, now) {
  const ago = now - value / 1000;
  const [word, size] = spans.find(([, size]) => Math.abs(ago) >= size) ?? spans.at(-1);
  const words = plural(Math.round(Math.abs(ago) / size), word);
  return ago < 0 ? `in ${words}` : `${words} ago`;
}

const iso = (value) => new Date(value).toISOString().slice(0, 19).replace('T', ' ');

const formats = {
  none: digits,
  string: (value) => `${value}`,
  short: scaled(1000, ['', ' K', ' Mil', ' Bil', ' Tri']),
  percent: (value, decimals) => `${digits(value, decimals)}%`,
  percentunit: (value, decimals) => `${digits(Number((value * 100).toPrecision(12)), decimals)}%`,
  bytes: binary('B'),
  decbytes: si('B'),
  binBps: binary('B/s'),
  Bps: si('B/s'),
  pps: si('p/s'),
  reqps: count('req/s'),
  ops: count('ops/s'),
  iops: count('io/s'),
  cps: count('c/s'),
  s: seconds,
  ms: (value, decimals) => seconds(value / 1000, decimals),
  dtdurations: duration,
  dateTimeFromNow: fromNow,
  dateTimeAsIso: iso,
  bool: (value) => (value ? 'True' : 'False'),
  bool_yes_no: (value) => (value ? 'Yes' : 'No'),
  celsius: (value, decimals) => `${digits(value, decimals)} °C`,
};

/** Units that can be written; another one would stand behind its number. */
export const units = Object.keys(formats);

/** Whether its steps are of 1024. */
export const isBinary = (unit) => unit === 'bytes' || unit === 'binBps';

/**
 * A number in a unit.
 *
 * @param now of the picture, in seconds since 1970: for times that are told from now
 */
export const written = (value, unit = 'none', decimals = undefined, now = 0) =>
  formats[unit] ? formats[unit](value, decimals, now) : `${digits(value, decimals)} ${unit}`;
