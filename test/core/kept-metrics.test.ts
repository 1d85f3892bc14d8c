import { describe, expect, it } from 'vitest';
import {
  checkKeepOptions,
  type KeptMetrics,
  keepSteps,
  type MetricsRead,
  seriesOf,
} from '../../lib/core/index.js';
import { mapLabels, setLabel } from '../../lib/model/relabel.js';

const read = (names: readonly string[], more: Partial<MetricsRead> = {}): MetricsRead => ({
  names: new Set(names),
  patterns: new Set(),
  unknown: new Set(),
  ...more,
});
const steps = (metrics: KeptMetrics, of: MetricsRead, besides?: readonly string[]) =>
  keepSteps({ where: 'chart/p: job "x"', metrics, read: () => of, ...(besides && { besides }) });
const keeping = (matches: string) => [
  { does: 'keep', from: ['__name__'], separator: ';', matches },
];

describe('the steps that keep what is stored', () => {
  it('are none where all is stored, and nobody is asked', () => {
    const job = { where: 'chart/p: job "x"', metrics: 'all' } as const;
    expect(
      keepSteps({
        ...job,
        read: () => {
          throw new Error('asked');
        },
      }),
    ).toEqual([]);
  });

  it('name what is read, in order', () => {
    expect(steps('used', read(['b', 'a']))).toEqual(keeping('a|b'));
    expect(steps('used', read(['b', 'a:c']), ['up', 'scrape_.+'])).toEqual(
      keeping('a:c|b|scrape_.+|up'),
    );
  });

  it('name what is kept besides', () => {
    expect(steps({ keep: ['go_.+', 'a', 'x|y'] }, read(['a']))).toEqual(keeping('(?:x|y)|a|go_.+'));
  });

  it('leave flags of an expression to it, and dots of a name no meaning', () => {
    const of = read(['a.b'], { patterns: new Set(['(?i)X_.+']) });
    expect(steps('used', of)).toEqual(keeping('(?:(?i)X_.+)|a\\.b'));
  });

  it('are none where every name is read', () => {
    expect(steps('used', read(['a'], { patterns: new Set(['.+']) }))).toEqual([]);
  });

  it('drop all where nothing is read', () => {
    expect(steps('used', read([]))).toEqual([
      { does: 'drop', from: ['__name__'], separator: ';', matches: '.*' },
    ]);
  });

  it('are refused where nobody knows what is read, unless somebody says what is', () => {
    const of = read(['a'], {
      unknown: new Set(['https://b.example.com/w', 'https://a.example.com/w']),
    });
    expect(() => steps('used', of)).toThrow(
      new Error(
        'chart/p: job "x": metrics "used" cannot be known, as samples go to "https://a.example.com/w", which does not ' +
          "say what is read there; name it in metrics: { keep: ['name', …] }, or give metrics: 'all'",
      ),
    );
    expect(steps({ keep: [] }, of)).toEqual(keeping('a'));
  });
});

describe('what is stored is refused', () => {
  it.each([
    [
      'some',
      "p: metrics \"some\" is not one of the choices; give 'all', 'used' or { keep: ['name', …] }",
    ],
    [
      ['a'],
      "p: metrics [\"a\"] is not one of the choices; give 'all', 'used' or { keep: ['name', …] }",
    ],
    [{}, 'p: metrics: keep is missing; it has no default'],
    [{ keeps: ['a'] }, 'p: metrics: "keeps" is not a known property; did you mean "keep"?'],
    [{ keep: 'a' }, 'p: metrics: keep "a" is not a list; give an array'],
    [
      { keep: [''] },
      'p: metrics: keep [""] has "", which is not a text; give a string that is not empty',
    ],
    [
      { keep: ['a(?=b)'] },
      'p: metrics: keep ["a(?=b)"] has "a(?=b)", which has the look-around "(?=", which RE2 does not have; ' +
        'match what may be there, or use a second condition',
    ],
  ])('as %j', (metrics, message) => {
    expect(() => checkKeepOptions('p', { metrics } as never)).toThrow(new Error(message));
  });

  it('not, where it is one of the choices', () => {
    for (const metrics of ['all', 'used', { keep: [] }, { keep: ['go_.+'] }, undefined] as const)
      expect(() => checkKeepOptions('p', { ...(metrics && { metrics }) })).not.toThrow();
  });
});

describe('a job', () => {
  const target = { job: 'x', endpoints: [] };

  it.each([
    ['bears its own name', {}, 'own'],
    [
      'may bear others where its targets say whose series they show',
      { honorLabels: true },
      'own-or-foreign',
    ],
    ['may bear any where a step names it', { relabel: [setLabel('job', 'y')] }, 'any'],
    ['may bear any where a step copies labels', { metricRelabel: [mapLabels('x_(.+)')] }, 'any'],
    ['bears its own where steps set others', { relabel: [setLabel('team', 'y')] }, 'own'],
  ] as const)('%s', (_, more, named) => {
    expect(seriesOf({ ...target, ...more })).toEqual({ job: 'x', named });
  });
});
