import { describe, expect, it } from 'vitest';
import { observability } from '../../charts/index.js';
import { App, type Manifest } from '../../lib/core/index.js';
import { metricsOf } from '../../lib/model/promql-syntax.js';
import { example } from '../../sites/example.js';
import { dataOf, type Job, jobsOf } from './jobs.js';
import { readers } from './readers.js';

const app = new App();
observability(app, { ...example, metrics: 'used' });
const stack = app.render().flatMap(({ objects }) => objects.map(({ manifest }) => manifest));

/** Whether the last step of a job lets a name pass; where there is none, it does. */
function keeps({ metric_relabel_configs: steps = [] }: Job, name: string): boolean {
  const last = steps.at(-1);
  const matches = new RegExp(`^(?:${last?.regex})$`).test(name);
  if (last?.source_labels?.join() !== '__name__') return true;
  return last.action === 'keep' ? matches : !matches;
}

/** Names that rules make of others: no job need keep them. */
const recorded = (objects: readonly Manifest[]): ReadonlySet<string> =>
  new Set(
    [...dataOf(objects, 'prometheus-rules-0').matchAll(/- record: (\S+)/g)].map(
      ([, name = '']) => name,
    ),
  );

/** Everyone who reads a name that a job of theirs does not keep; as it was written, without our own lists. */
function lost(jobs: readonly Job[]) {
  const made = recorded(stack);
  const read = readers(stack).flatMap(({ where, expr }) =>
    metricsOf(expr).map((selected) => ({ where, ...selected })),
  );
  const faults = read.flatMap(({ where, metric, matchers: { job } }) =>
    jobs
      .filter(({ job_name }) => (job ?? job_name) === job_name)
      .filter((one) => metric !== undefined && !made.has(metric) && !keeps(one, metric))
      .map(({ job_name }) => `${where} reads ${metric}, which job "${job_name}" does not keep`),
  );
  return { saw: read.length, faults };
}

describe("with metrics 'used', the stack", () => {
  it('keeps of every job all that anyone reads of it', () => {
    const { saw, faults } = lost(jobsOf(stack));
    expect(faults).toEqual([]);
    expect(saw).toBeGreaterThanOrEqual(250);
  });

  it('names who loses what, where one name is not kept', () => {
    const jobs = jobsOf(stack).map((job) => ({
      ...job,
      metric_relabel_configs: job.metric_relabel_configs?.map((step) => ({
        ...step,
        ...(step.regex && { regex: step.regex.replace('|loki_panic_total|', '|') }),
      })),
    }));
    const { faults } = lost(jobs);
    expect(faults).toEqual([
      'ConfigMap observability/prometheus-rules-0 LokiRequestPanics reads loki_panic_total, which job "loki" does not keep',
    ]);
  });

  it('ends the steps of every job so', () => {
    const jobs = jobsOf(stack);
    expect(jobs.length).toBeGreaterThanOrEqual(14);
    for (const { job_name, metric_relabel_configs: steps = [] } of jobs)
      expect([job_name, steps.at(-1)?.action]).toEqual([job_name, 'keep']);
  });
});
