import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { signatures } from '../../lib/model/promql-signatures.js';
import { promqlError } from '../../lib/model/promql-syntax.js';

// All by require: by import, the editor and the language would each get a copy of the editor's state.
const require = createRequire(import.meta.url);
const {
  EditorState,
}: typeof import('@codemirror/state', { with: {
  'resolution-mode': 'require',
}}) = require('@codemirror/state');
const {
  syntaxTreeAvailable,
}: typeof import('@codemirror/language', { with: {
  'resolution-mode': 'require',
}}) = require('@codemirror/language');
const {
  PromQLExtension,
}: typeof import('@prometheus-io/codemirror-promql') = require('@prometheus-io/codemirror-promql');
const { Parser }: typeof import('@prometheus-io/codemirror-promql/dist/cjs/parser/index.js') =
  require('@prometheus-io/codemirror-promql/dist/cjs/parser/index.js');

/** What the expression browser of Prometheus would underline. */
function underlined(expr: string): readonly string[] {
  const extensions = [new PromQLExtension().asExtension()];
  const edited = () => EditorState.create({ doc: expr, extensions });
  let state = edited();
  // The editor parses for some milliseconds only, which a busy machine may not have at once.
  while (!syntaxTreeAvailable(state, expr.length)) state = edited();
  const parser = new Parser(state);
  parser.analyze();
  return parser.getDiagnostics().map(({ message }) => message);
}

const sound: readonly string[] = [
  'sum(rate(x[5m]))',
  'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])))',
  'topk(5, sum by (job) (rate(x[5m])))',
  'topk(scalar(y), x)',
  'count_values("version", build_info)',
  'quantile_over_time(0.9, x[5m])',
  'predict_linear(x[6h], 4 * 3600) < 0',
  'label_replace(x, "a", "$1", "b", "(.*)")',
  'label_join(x, "a", "-")',
  'label_join(x, "a", "-", "b", "c", "d")',
  'round(x)',
  'round(x, 0.1)',
  'hour()',
  'hour(x) > 8 and hour() < 18',
  'clamp(x, 0, 1)',
  'vector(1) and x',
  'time() - x > 600',
  '1 == bool 1',
  'x > bool 1',
  'x / on(job) group_left(version) y',
  'x and on(job) y',
  'x + y offset 5m',
  '-x @ end()',
  'max_over_time((x + y)[1h:1m])',
  'SUM(x)',
  '{__name__="x"}',
  '{job=~".+"}',
  '(((x)))',
];

const refused: readonly (readonly [string, string])[] = [
  ['up == "down"', '"==" beside a string at column 1; compare labels in {…}'],
  ['x > (y[5m])', '">" beside a range at column 1; remove the range'],
  ['1 and x', '"and" beside a number at column 1; write vector(…) around it'],
  ['1 == 2', '"==" between two numbers at column 1; write == bool'],
  ['x + bool y', 'bool beside "+", which compares nothing at column 1; remove it'],
  ['1 + on(job) x', 'on(job) beside a number at column 1; remove it'],
  [
    'x or on(job) group_left y',
    'grouping beside "or" at column 1; remove group_left or group_right',
  ],
  ['sum("x")', 'sum() with a string in place of series at column 1; give series'],
  ['abs(1)', 'abs() of a number at column 1; write vector(…) around it'],
  [
    'clamp_max(x, y)',
    'clamp_max() with series in place of a number at column 1; write scalar(…) around them',
  ],
  ['vector("1")', 'vector() with a string in place of a number at column 1; give a number'],
  [
    'label_join(x, "a", "-", y)',
    'label_join() with series in place of a string at column 1; give a string',
  ],
  ['topk(x)', 'topk() with 1 arguments at column 1; give 2'],
  ['topk("5", x)', 'topk() with a string in place of a number at column 1; give a number'],
  ['clamp(x, 1)', 'clamp() with 2 arguments at column 1; give 3'],
  ['round(x, 1, 2)', 'round() with 3 arguments at column 1; give 1 to 2'],
  ['label_join(x, "a")', 'label_join() with 2 arguments at column 1; give 3 or more'],
  ['-"x"', 'a sign before a string at column 1; remove it'],
  ['-(x[5m])', 'a sign before a range at column 1; remove it'],
  ['time()[1h:1m]', 'subquery of a number at column 1; take it of series'],
  [
    '{}',
    'selector without a name or a label that must have a value at column 1; add one, such as {job="x"}',
  ],
];

/** What the browser's judge does not see, and Prometheus refuses. */
const unseen: readonly (readonly [string, string])[] = [
  ['-x[5m]', 'range beside an operator at column 1; remove it'],
  ['x > y[5m]', 'range beside an operator at column 1; remove it'],
  ['sum(1, x)', 'sum() with 2 arguments at column 1; give 1'],
  [
    'sum({job=~".*"})',
    'selector without a name or a label that must have a value at column 5; add one, such as {job="x"}',
  ],
  ['x + y[1h:1m]', 'subquery of an operation at column 1; put the operation in "(…)"'],
  [
    '(x + y) offset 5m',
    'offset after something that is not a selector at column 1; put it on the selectors',
  ],
  [
    'rate(x[5m]) @ end()',
    '"@" after something that is not a selector at column 1; put it on the selectors',
  ],
  [
    'sort_by_label(x, "a")',
    'sort_by_label() is experimental, and switched off at column 1; write it otherwise',
  ],
  ['limitk(1, x)', 'limitk() is experimental, and switched off at column 1; write it otherwise'],
];

describe('the types of PromQL', () => {
  test.each(sound)('fit in %s', (expr) => {
    expect([promqlError(expr), underlined(expr)]).toEqual([undefined, []]);
  });

  test.each(refused)('do not fit in %s, as the expression browser says too', (expr, error) => {
    expect(promqlError(expr)).toBe(error);
    expect(underlined(expr)).not.toEqual([]);
  });

  test.each(unseen)('do not fit in %s', (expr, error) => {
    expect(promqlError(expr)).toBe(error);
  });

  test('are known of every function that the grammar reads, and of two that it does not', () => {
    const unread = [...signatures.keys()].filter((fn) =>
      promqlError(`${fn}(x)`)?.startsWith('unexpected'),
    );
    expect(unread).toEqual(['max_of', 'min_of']);
    expect(signatures.size).toBe(90);
  });
});
