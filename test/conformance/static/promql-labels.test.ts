import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { expect, it } from 'vitest';
import { faulty, metrics, yielding } from '../../model/promql-label-cases.js';
import { describeWith, program } from '../programs.js';

/** Series with every label that their metric can have: the same value in each metric, or none would match. */
const series = Object.entries({ ...metrics, unknown_metric: metrics.y ?? [] })
  .filter(([name]) => name !== 'gone')
  .flatMap(([name, labels]) => {
    const values = (le: string) =>
      labels.map((label) => `${label}="${label === 'le' ? le : 'a'}"`).join();
    return (labels.includes('le') ? ['1', '+Inf'] : ['']).map((le) => ({
      series: `${name}{${values(le)}}`,
      values: '10+10x120',
    }));
  });

/**
 * The labels of all series that each expression yields; expressions that yield nothing are not there. promtool is
 * told to expect nothing of any, and says what it got.
 */
function answers(exprs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'promql-labels-'));
  const questions = exprs.map((expr) => ({ expr, eval_time: '1h30m' }));
  const test = { interval: '1m', input_series: series, promql_expr_test: questions };
  writeFileSync(join(folder, 'tests.yml'), dump({ tests: [test] }));
  const { stdout, stderr } = spawnSync(
    program('promtool') ?? '',
    ['test', 'rules', join(folder, 'tests.yml')],
    { encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true });
  const told = `${stdout}${stderr}`.matchAll(
    /^ +expr: (".*"), time: .*\n +exp: nil\n +got: (.*)$/gm,
  );
  return new Map(
    [...told].map(([, expr = '""', got = '']) => {
      const names = [...got.matchAll(/([a-zA-Z_]\w*)="/g)].map(([, name = '']) => name);
      return [JSON.parse(expr), [...new Set(names)].filter((name) => name !== '__name__').sort()];
    }),
  );
}

const judged = yielding.filter(
  ([expr, labels]) => labels !== undefined && !expr.startsWith('"') && !expr.includes('$__'),
);
const empty = faulty.filter(
  ([expr, fault]) =>
    /never matches$|no two series match$/.test(fault) && !expr.startsWith('absent('),
);

describeWith('labels as Prometheus has them', ['promtool'], () => {
  const got = answers([...judged, ...empty].map(([expr]) => expr));

  it.each(judged)('%s', (expr, labels) => {
    expect(got.get(expr)).toEqual(labels);
  });

  it.each(empty)('%s yields nothing', (expr) => {
    expect(got.get(expr)).toBeUndefined();
  });
});
