import { describe, expect, it } from 'vitest';
import type { Series } from '../conformance/flow/ask/ask.js';
import { stored } from '../conformance/flow/ask/stored-answers.js';

const question = (instant: boolean) => ({
  of: 'shop',
  name: 'Requests',
  answerer: 'prometheus' as const,
  expr: 'x',
  instant,
});

const kept = (series: readonly object[], instant = false) => {
  const answer = { series: series as readonly Series[], remarks: [] };
  const heard = {
    uid: 'shop',
    choices: new Map(),
    answers: [{ question: question(instant), answer }],
  };
  const [first] = stored(heard, 5_000).answers;
  if (!first) throw new Error('nothing is stored');
  return first;
};

/** A line of so many points, the last of them of the height given. */
const line = (pod: string, points: number, last: number) => ({
  metric: { pod },
  values: Array.from({ length: points }, (_, i) => [
    (120 - points + i) * 30,
    i === points - 1 ? `${last}` : '0',
  ]),
});

describe('what is stored of an answer', () => {
  it('are the ten lines that end highest, in sixty points at the same times', () => {
    const lines = Array.from({ length: 12 }, (_, i) => line(`${i}`, 120 - i, i));
    const { total, series } = kept(lines);
    expect(total).toBe(12);
    expect(series.map((one) => 'metric' in one && one.metric.pod)).toEqual([
      ...['11', '10', '9', '8', '7', '6', '5', '4', '3', '2'],
    ]);
    const times = new Set(series.flatMap(({ values = [] }) => values.map(([time]) => time)));
    expect(times.size).toBe(59);
    expect(times).toContain(119 * 30);
  });

  it('is all of a few points', () => {
    const lines = [line('a', 20, 1)];
    expect(kept(lines).series).toEqual(lines);
  });

  it('are sixty rows of a table, in their order', () => {
    const rows = Array.from({ length: 70 }, (_, i) => ({ metric: { i: `${i}` }, value: [0, '1'] }));
    expect(kept(rows, true)).toMatchObject({ total: 70, series: rows.slice(0, 60) });
  });

  it('are the newest log lines, cut where they are long', () => {
    const values = Array.from({ length: 50 }, (_, i) => [`${i}000000000`, 'x'.repeat(400)]);
    const { series } = kept([
      { stream: { pod: 'old' }, values: values.slice(0, 5) },
      { stream: { pod: 'new' }, values: values.slice(5) },
    ]);
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({ stream: { pod: 'new' } });
    expect(series[0]?.values).toHaveLength(40);
    expect(series[0]?.values?.[0]).toEqual(['10000000000', 'x'.repeat(300)]);
  });

  it('comes with its time and what each choice offered', () => {
    const choices = new Map([['cluster', ['one', 'two']]]);
    expect(stored({ uid: 'shop', choices, answers: [] }, 5_999)).toEqual({
      at: 5,
      choices: { cluster: ['one', 'two'] },
      answers: [],
    });
  });
});
