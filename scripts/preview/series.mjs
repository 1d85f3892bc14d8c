// Answers as named lines.

const braced = (labels, names) =>
  names.length === 1
    ? labels[names[0]]
    : `{${names.map((name) => `${name}="${labels[name]}"`).join(', ')}}`;

/** The labels that are not the same everywhere; all of them where there is one series only. */
function telling(all) {
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))].sort();
  const differ = names.filter((name) => new Set(all.map((labels) => labels[name])).size > 1);
  return differ.length > 0 ? differ : names;
}

function nameOf({ target, metric }, names) {
  const { legendFormat = '__auto', expr } = target;
  if (legendFormat !== '__auto' && legendFormat !== '')
    return legendFormat.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, label) => metric[label] ?? '');
  const own = names.filter((name) => metric[name] !== undefined);
  return own.length === 0 ? expr : braced(metric, own);
}

/** Points with a gap, told by a number that is none, where one or more are missing. */
function withGaps(points, step) {
  return points.flatMap(([time, number], index) => {
    const [before] = points[index - 1] ?? [time];
    const own = [time, number];
    return time - before > step * 1.5 ? [[time - step, Number.NaN], own] : [own];
  });
}

/** How far the points of an answer are apart. */
function stepOf(series) {
  const steps = series.flatMap(({ values = [] }) =>
    values.slice(1).map(([time], index) => time - values[index][0]),
  );
  return Math.min(...steps);
}

/**
 * The lines of a panel: each with its name, its points `[seconds, number]`, and the last and the highest of
 * its numbers. What is no number is a gap.
 */
export function linesOf(answers) {
  const all = answers.flatMap(({ target, series }) => {
    const step = stepOf(series);
    return series.map(({ metric, value, values = [value] }) => ({ target, metric, values, step }));
  });
  const names = telling(all.map(({ metric }) => metric));
  return all.map((one) => {
    const points = one.values.map(([time, text]) => [time, numberOf(text)]);
    const numbers = points.map(([, number]) => number).filter((number) => !Number.isNaN(number));
    return {
      name: nameOf(one, names),
      points: withGaps(points, one.step),
      last: numbers.at(-1),
      max: numbers.length > 0 ? Math.max(...numbers) : undefined,
    };
  });
}

/** A number as Prometheus writes it. */
export const numberOf = (text) => Number(`${text}`.replace(/^([+-]?)Inf$/, '$1Infinity'));

/** The first and last time of what a dashboard heard, in seconds: undefined where it was nothing. */
export function timesOf(stored) {
  const times = (stored?.answers ?? []).flatMap(({ series }) =>
    series.flatMap(({ metric, values }) => (metric && values ? values.map(([time]) => time) : [])),
  );
  if (times.length === 0) return undefined;
  const least = times.reduce((a, b) => Math.min(a, b));
  return [Math.min(least, stored.at - 60), stored.at];
}
