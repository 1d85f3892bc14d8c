import { describe, expect, it } from 'vitest';
import { account, count, exactlyOnce } from '../conformance/flow/logs/log-checks.js';

const began = Date.parse('2026-01-02T03:04:00Z');
const line = (number: number) => ({ number, time: began + number * 1000 });
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i));
const killed = [
  { what: 'Alloy was killed', time: began + 9500 },
  { what: 'Loki was taken away', time: began + 60_000 },
];

describe('lines that must arrive exactly once', () => {
  it('are right when all are there, whatever their order', () => {
    const all = lines(1, 20).reverse();
    expect(exactlyOnce('writer', 20, all, killed)).toEqual({ saw: 20, faults: [] });
  });

  it('are missing between others, and at the end', () => {
    const some = [...lines(1, 9), ...lines(13, 18)];
    expect(exactlyOnce('writer', 20, some, killed).faults).toEqual([
      'writer: 5 lines missing: ' +
        '10 to 12, written about 03:04:09.000, -0.5 s after: Alloy was killed; ' +
        '19 to 20, written about 03:04:18.000, 8.5 s after: Alloy was killed',
    ]);
  });

  it('are all missing', () => {
    const { saw, missing } = account(20, []);
    expect([saw, count(missing)]).toEqual([0, 20]);
  });

  it('are there again', () => {
    const some = [...lines(1, 20), line(12), line(12), line(13)];
    const { again } = account(20, some);
    expect(count(again)).toBe(3);
    expect(exactlyOnce('writer', 20, some, []).faults).toHaveLength(1);
  });

  it('were never written', () => {
    const some = [line(0), ...lines(1, 21)];
    expect(exactlyOnce('writer', 20, some, []).faults).toEqual([
      'writer: 2 lines that it never wrote',
    ]);
  });

  it('are told where they are few, and counted where they are many', () => {
    const odd = lines(1, 20).filter(({ number }) => number % 2 === 1);
    expect(exactlyOnce('writer', 20, odd, []).faults[0]).toMatch(
      /^writer: 10 lines missing: 2 to 2, .*; 4 to 4, .*; 6 to 6, .*; and in 7 other places$/,
    );
  });
});
