import { readdirSync } from 'node:fs';
import { exposedNames, type MetricCatalogue } from '../../lib/model/metrics.js';
import { scrapeMetrics } from '../../lib/prometheus/metrics.js';

const lib = new URL('../../lib/', import.meta.url);

/** Every catalogue of metrics of every room. */
export const catalogues: readonly MetricCatalogue[] = (
  await Promise.all(
    readdirSync(lib)
      .filter((room) => room !== 'model' && !room.includes('.'))
      .filter((room) => readdirSync(new URL(`${room}/`, lib)).includes('metrics.ts'))
      .map(async (room) =>
        Object.values<MetricCatalogue>(await import(`../../lib/${room}/metrics.ts`)),
      ),
  )
).flat();

const shown = new Map<string, { readonly labels: Set<string>; readonly programs: Set<string> }>();
for (const catalogue of catalogues)
  for (const [name, labels] of exposedNames(catalogue)) {
    const known = shown.get(name) ?? { labels: new Set(), programs: new Set() };
    for (const label of labels) known.labels.add(label);
    known.programs.add(catalogue.program);
    shown.set(name, known);
  }

/** The labels that a series may have, besides those of its target; undefined when nothing shows it. */
export const labelsOf = (series: string): ReadonlySet<string> | undefined =>
  shown.get(series)?.labels;

/** Whether only one program shows a series, and it is not one that a scrape itself adds. */
export const isOfOneProgram = (series: string): boolean =>
  shown.get(series)?.programs.size === 1 && !(series in scrapeMetrics.metrics);
