import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';
import { dashboards, panelsOf } from './dashboards.js';
import { named } from './house.js';
import { dataOf } from './jobs.js';

/** A PromQL expression that somebody reads. */
export interface Reader {
  readonly where: string;
  readonly expr: string;
}

/** Rules, panels, and what the metrics APIs are answered from. */
export const readers = (objects: readonly Manifest[]): readonly Reader[] => [
  ...rules(objects),
  ...panels(objects),
  ...adapterQueries(objects),
];

interface WrittenRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
}

function writtenRules(objects: readonly Manifest[]): readonly (WrittenRule & { file: Manifest })[] {
  const files = objects.filter(
    (o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith('prometheus-rules-'),
  );
  return files.flatMap((file) => {
    const { groups } = load(dataOf(objects, file.metadata.name)) as {
      groups: { rules: WrittenRule[] }[];
    };
    return groups.flatMap((g) => g.rules.map((rule) => ({ ...rule, file })));
  });
}

const rules = (objects: readonly Manifest[]): readonly Reader[] =>
  writtenRules(objects).map(({ alert, record, expr, file }) => ({
    where: `${named(file)} ${alert ?? record}`,
    expr,
  }));

/** Series that rules record. */
export const recordedNames = (objects: readonly Manifest[]): readonly string[] =>
  writtenRules(objects).flatMap(({ record }) => record ?? []);

const panels = (objects: readonly Manifest[]): readonly Reader[] =>
  dashboards(objects).flatMap(({ board }) =>
    panelsOf(board).flatMap((panel) =>
      (panel.targets ?? [])
        .filter((t) => t.datasource.type === 'prometheus')
        .map((t) => ({
          where: `dashboard "${board.title}", panel "${panel.title}"`,
          expr: t.expr,
        })),
    ),
  );

/** As much of an adapter's configuration as is read here. */
interface AdapterConfig {
  readonly rules?: readonly {
    readonly seriesQuery: string;
    readonly name: { readonly as: string };
    readonly metricsQuery: string;
  }[];
  readonly resourceRules?: Readonly<
    Record<string, { readonly containerQuery: string; readonly nodeQuery: string } | string>
  >;
}

const adapterConfig = (objects: readonly Manifest[]): AdapterConfig =>
  // Without an adapter, there is no text.
  (load(dataOf(objects, 'prometheus-adapter-config') || '{}') as AdapterConfig) ?? {};

/** Its templates, filled in as it does for a question. */
function adapterQueries(objects: readonly Manifest[]): readonly Reader[] {
  const { rules: metrics = [], resourceRules = {} } = adapterConfig(objects);
  const filled = (query: string, series = '') =>
    query
      .replaceAll('<<.Series>>', series.replace(/\{.*/, ''))
      .replaceAll('<<.LabelMatchers>>', '')
      .replaceAll('<<.GroupBy>>', 'pod');
  return [
    ...metrics.flatMap(({ seriesQuery, metricsQuery, name }) => [
      { where: `adapter, series of ${name.as}`, expr: seriesQuery },
      { where: `adapter, ${name.as}`, expr: filled(metricsQuery, seriesQuery) },
    ]),
    ...Object.entries(resourceRules).flatMap(([what, rule]) =>
      typeof rule === 'string'
        ? []
        : [rule.containerQuery, rule.nodeQuery].map((query) => ({
            where: `adapter, ${what}`,
            expr: filled(query),
          })),
    ),
  ];
}

/** What is wrong with the metrics that autoscalers go by: nobody answers for them. */
export function autoscalerFaults(objects: readonly Manifest[]): readonly string[] {
  const { rules: metrics = [], resourceRules } = adapterConfig(objects);
  const served = metrics.map(({ name }) => name.as);
  return objects
    .filter((o) => o.kind === 'HorizontalPodAutoscaler')
    .flatMap((o) =>
      (
        o.spec as {
          metrics: { resource?: { name: string }; pods?: { metric: { name: string } } }[];
        }
      ).metrics.flatMap(({ resource, pods }) => [
        ...(pods && !served.includes(pods.metric.name)
          ? [`${named(o)} goes by ${pods.metric.name}, which no adapter serves`]
          : []),
        ...(resource && !(resourceRules && resource.name in resourceRules)
          ? [`${named(o)} goes by ${resource.name}, which no adapter serves`]
          : []),
      ]),
    );
}
