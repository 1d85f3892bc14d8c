import { describe, expect, it } from 'vitest';
import { PrometheusApi } from '../conformance/flow/ask/ask-prometheus.js';
import { runbooksAnswered } from '../conformance/flow/ask/queries.js';
import { runbook } from '../runbooks/runbook.js';
import { answering, sample, vector } from './answering.js';

describe('queries of runbooks', () => {
  const books = (...queries: readonly (readonly [language: string, expr: string])[]) =>
    new Map([
      [
        'PodIll',
        runbook(queries.map(([language, expr]) => `\`\`\`${language}\n${expr}\n\`\`\`\n`).join('')),
      ],
    ]);
  const written = books(
    ['promql', 'up{pod="POD"}'],
    ['promql', 'up == 0'],
    ['logql', '{pod="POD"}'],
    ['sh', 'kubectl get pods'],
  );

  it('are asked as they can be copied: Prometheus for now, Loki for lines of a time', async () => {
    const paths: string[] = [];
    const of = answering((query, path) => {
      paths.push(path);
      return query === 'up == 0' ? vector(sample) : vector();
    });
    expect(await runbooksAnswered(of, written)).toEqual({
      saw: 3,
      faults: [],
      report: ['1 runbooks: data for 1 of 3 queries'],
    });
    expect(of.asked).toEqual(['up{pod="POD"}', 'up == 0', '{pod="POD"}']);
    expect(paths).toEqual(['/api/v1/query', '/api/v1/query', '/loki/api/v1/query_range']);
  });

  it('with a query that fails, is remarked on, or reads a variable are faults', async () => {
    const infos = ['PromQL info: metric might not be a counter'];
    const of = answering(() => vector());
    const refusing = new PrometheusApi('http://prometheus', async (request) =>
      request.body?.includes('up%3D%3D0')
        ? { status: 400, body: 'parse error' }
        : { status: 200, body: JSON.stringify({ ...vector(), infos }) },
    );
    const { saw, faults } = await runbooksAnswered(
      { ...of, prometheus: refusing },
      books(['promql', 'up==0'], ['promql', 'rate(up[5m])'], ['logql', '{pod="$pod"}']),
    );
    expect(saw).toBe(3);
    expect(faults).toEqual([
      'PodIll: query 1: up==0: Error: POST http://prometheus/api/v1/query: 400, parse error',
      'PodIll: query 2: rate(up[5m]): PromQL info: metric might not be a counter',
      'PodIll: query 3: {pod="$pod"}: Error: {pod="$pod"}: variable "$pod" is not one of the dashboard; define it',
    ]);
  });
});
