import { describe, expect, it } from 'vitest';
import { observability } from '../../charts/index.js';
import { App, type Manifest } from '../../lib/core/index.js';
import { namesWith } from '../../lib/model/metric-reads.js';
import { closureOf } from '../../scripts/closure/closure.js';
import { jobsOf } from '../../scripts/closure/jobs.js';
import { unreadSeries } from '../../scripts/closure/unread.js';
import { example } from '../../sites/example.js';

function stack(metrics: 'all' | 'used'): readonly Manifest[] {
  const app = new App();
  observability(app, { ...example, metrics });
  return app.render().flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
}

/** The same, with a part of its configurations written otherwise. */
function changed(objects: readonly Manifest[], from: string, to: string): readonly Manifest[] {
  const copies = structuredClone(objects);
  for (const { kind, metadata, data } of copies)
    if (kind === 'ConfigMap' && metadata.name === 'prometheus-config')
      for (const [file, text] of Object.entries(data as Record<string, string>))
        Object.assign(data as object, { [file]: text.replaceAll(from, to) });
  return copies;
}

describe("with metrics 'used', the stack", () => {
  const used = stack('used');

  it('shows and keeps all that anyone reads, by the same judge as ever', () => {
    const { readings, faults } = closureOf(used);
    expect(faults).toEqual([]);
    expect(readings.length).toBeGreaterThanOrEqual(200);
  });

  it('keeps nothing besides, but for the sums and counts of what is read', () => {
    const closure = closureOf(used);
    const read = new Set(
      closure.readings.flatMap(({ found }) => found.flatMap(({ metrics }) => metrics)),
    );
    const companions = new Set([...read].flatMap((name) => namesWith(name)));
    const unread = unreadSeries(closure);
    const beside = unread.flatMap((of) => of.unread.filter((name) => !companions.has(name)));
    // A name that is read of any job is kept of each.
    expect(beside.filter((name) => !read.has(name))).toEqual([]);
    const [kept, all] = [unread, unreadSeries(closureOf(stack('all')))].map((jobs) =>
      jobs.reduce((sum, { series }) => sum + series, 0),
    );
    expect(kept).toBeLessThan((all ?? 0) / 4);
  });

  it.each([
    ['LokiRequestPanics', 'loki_panic_total'],
    ['dashboard "Loki"', 'loki_ingester_memory_streams'],
  ])('is told that %s loses %s where a list lacks it', (reader, name) => {
    const { faults } = closureOf(changed(used, `|${name}|`, '|'));
    expect(faults.filter((fault) => fault.includes(reader) && fault.includes(name))).not.toEqual(
      [],
    );
  });

  it('ends the steps of every job so', () => {
    const jobs = jobsOf(used);
    expect(jobs.length).toBeGreaterThanOrEqual(14);
    for (const { job_name, metric_relabel_configs: steps = [] } of jobs)
      expect([job_name, steps.at(-1)?.action]).toEqual([job_name, 'keep']);
  });
});
