import { alertmanagerMetrics } from '../../../../lib/alertmanager/metrics.js';
import { alloyMetrics } from '../../../../lib/alloy/metrics.js';
import { blackboxExporterMetrics } from '../../../../lib/blackbox-exporter/metrics.js';
import { corednsMetrics, kubeApiserverMetrics } from '../../../../lib/cluster/metrics.js';
import { kubeStateMetricsMetrics } from '../../../../lib/kube-state-metrics/metrics.js';
import { lokiMetrics } from '../../../../lib/loki/metrics.js';
import type { Metric, MetricCatalogue } from '../../../../lib/model/metrics.js';
import { nodeExporterMetrics } from '../../../../lib/node-exporter/metrics.js';
import { prometheusMetrics } from '../../../../lib/prometheus/metrics.js';
import { Exposition, type Shown, textFormat } from '../../../../scripts/metrics/exposition.mjs';
import type { Kubectl } from '../../cluster/kubectl.js';
import type { Fetch } from '../ask/ask.js';
import type { ActiveTarget, PrometheusApi } from '../ask/ask-prometheus.js';
import { type Told, together } from '../ask/told.js';
import { type Differences, differences, type Kind } from './catalogue-differences.js';

interface Found {
  readonly kind: Kind;
  /** The metric, or `metric{label}`. */
  readonly name: string;
  readonly what: string;
}

/** Differences of a metric that both have. */
function compareMetric(name: string, listed: Metric, shown: Shown): readonly Found[] {
  const unlisted = [...shown.labels].filter((label) => !listed.labels.includes(label));
  // Without a sample a metric shows no label.
  const unshown = shown.seen ? listed.labels.filter((label) => !shown.labels.has(label)) : [];
  return [
    ...(listed.type === shown.type
      ? []
      : [
          { kind: 'type' as const, name, what: `is a ${shown.type}, and listed as ${listed.type}` },
        ]),
    ...unlisted.map((label) => ({
      kind: 'unlisted label' as const,
      name: `${name}{${label}}`,
      what: 'is a label that the program shows, and is not listed',
    })),
    ...unshown.map((label) => ({
      kind: 'unshown label' as const,
      name: `${name}{${label}}`,
      what: 'is a listed label, and the program does not show it',
    })),
  ];
}

/** In what a catalogue differs from what its program shows, on all its pages together. */
export function compare({ metrics }: MetricCatalogue, shown: Exposition): readonly Found[] {
  const unlisted = [...shown.metrics.keys()].filter((name) => !(name in metrics));
  return [
    ...Object.entries(metrics).flatMap(([name, listed]): readonly Found[] => {
      const is = shown.metrics.get(name);
      if (is) return compareMetric(name, listed, is);
      // What no program could be brought to show is listed by its source.
      const expected = listed.source === undefined;
      return expected ? [{ kind: 'unshown', name, what: 'is listed, and not shown' }] : [];
    }),
    ...unlisted.map((name) => ({
      kind: 'unlisted' as const,
      name,
      what: `is shown, and not listed: a ${shown.metrics.get(name)?.type}`,
    })),
  ];
}

const explains = (names: RegExp, name: string): boolean =>
  new RegExp(`^(?:${names.source})$`).test(name);

/**
 * A catalogue has what its program shows, and the program what the catalogue has, by names, types and labels; what
 * else may differ is in catalogue-differences.ts. Saw the metrics that both have.
 *
 * @param pages what the program's pages say, of each of its pods
 */
export function catalogueHolds(
  catalogue: MetricCatalogue,
  pages: readonly string[],
  known: Differences = differences[catalogue.program] ?? {},
): Told {
  if (pages.length === 0)
    return { saw: 0, faults: [`${catalogue.program}: nothing of it is scraped`], report: [] };
  const shown = new Exposition();
  for (const page of pages) shown.read(page);
  const found = compare(catalogue, shown);
  const faults = found.filter(
    ({ kind, name }) => !known[kind]?.some(([names]) => explains(names, name)),
  );
  const counts = Object.entries(known).flatMap(([kind, all]) =>
    all.flatMap(([names, because]) => {
      const count = found.filter((one) => one.kind === kind && explains(names, one.name)).length;
      return count > 0 ? [`${count} ${kind}: ${because}`] : [];
    }),
  );
  const both = [...shown.metrics.keys()].filter((name) => name in catalogue.metrics);
  const listed = Object.keys(catalogue.metrics).length;
  return {
    saw: both.length,
    faults: faults.map(({ name, what }) => `${catalogue.program}: ${name} ${what}`),
    report: [[`${catalogue.program}: shows ${both.length} of ${listed}`, ...counts].join('; ')],
  };
}

/** Catalogues of what runs where the stack is tried, and is scraped. Of a kubelet and of cAdvisor we play the part. */
const scraped = (withAlloy: boolean): readonly MetricCatalogue[] => [
  ...[prometheusMetrics, alertmanagerMetrics, lokiMetrics, nodeExporterMetrics],
  ...[kubeStateMetricsMetrics, blackboxExporterMetrics, corednsMetrics],
  ...(withAlloy ? [alloyMetrics] : []),
];

/** Whether a job scrapes a program: one of its name, or one that begins with it, `alloy-events`. */
const isOf = (program: string, { scrapePool: job }: ActiveTarget): boolean =>
  job === program || job.startsWith(`${program}-`);

/**
 * The catalogue of everything that is scraped holds, and that of the API server.
 *
 * @param fetch asks as Prometheus does, whom alone the policies let in
 * @param withAlloy whether Alloy itself runs
 */
export async function cataloguesHold(
  prometheus: PrometheusApi,
  fetch: Fetch,
  kubectl: Pick<Kubectl, 'ok'>,
  withAlloy: boolean,
): Promise<Told> {
  const targets = await prometheus.targets();
  const page = async ({ scrapeUrl: url }: ActiveTarget): Promise<string> => {
    const { status, body } = await fetch({ url, headers: textFormat });
    if (status !== 200) throw new Error(`${url}: answers ${status}, and no metrics`);
    return body;
  };
  const apiServer = await kubectl.ok(['get', '--raw', '/metrics']);
  const told = [catalogueHolds(kubeApiserverMetrics, [apiServer])];
  for (const catalogue of scraped(withAlloy)) {
    const pages = targets.filter((target) => isOf(catalogue.program, target)).map(page);
    told.push(catalogueHolds(catalogue, await Promise.all(pages)));
  }
  return together(told);
}
