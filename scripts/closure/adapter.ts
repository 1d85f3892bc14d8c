import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';
import { dataOf, named } from './objects.js';

/** Where labels stand for Kubernetes' resources: `{ pod: { resource: 'pods' } }`. */
interface Resources {
  readonly overrides?: Readonly<Record<string, { readonly resource: string }>>;
}

/** As much of an adapter's configuration as is read here. */
interface AdapterConfig {
  readonly rules?: readonly {
    readonly seriesQuery: string;
    readonly resources?: Resources;
    readonly name: { readonly as: string };
    readonly metricsQuery: string;
  }[];
  readonly resourceRules?: Readonly<Record<string, ResourceRule | string>>;
}

interface ResourceRule {
  readonly containerQuery: string;
  readonly nodeQuery: string;
  readonly containerLabel?: string;
  readonly resources?: Resources;
}

/** A question that an adapter asks. */
export interface AdapterQuery {
  readonly where: string;
  readonly expr: string;
}

const configOf = (objects: readonly Manifest[]): AdapterConfig =>
  // Without an adapter, there is no text.
  (load(dataOf(objects, 'prometheus-adapter-config') || '{}') as AdapterConfig) ?? {};

/** A template, filled in as for a question about some objects. */
const filled = (query: string, series: string, labels: readonly string[], by: string) =>
  query
    .replaceAll('<<.Series>>', series.replace(/\{.*/, ''))
    .replaceAll('<<.LabelMatchers>>', labels.map((label) => `${label}=~"a|b"`).join())
    .replaceAll('<<.GroupBy>>', by);

/** The labels that stand for any of some resources. */
const labelsFor = ({ overrides = {} }: Resources = {}, ...resources: readonly string[]) =>
  Object.entries(overrides).flatMap(([label, { resource }]) =>
    resources.some((name) => resource.replace(/s$/, '') === name) ? [label] : [],
  );

/** What the metrics APIs are answered from. */
export function adapterQueries(objects: readonly Manifest[]): readonly AdapterQuery[] {
  const { rules = [], resourceRules = {} } = configOf(objects);
  return [
    ...rules.flatMap(({ seriesQuery, metricsQuery, name, resources }) => {
      const labels = Object.keys(resources?.overrides ?? {});
      const by = labelsFor(resources, 'pod').join() || labels.join();
      return [
        { where: `adapter, series of ${name.as}`, expr: seriesQuery },
        { where: `adapter, ${name.as}`, expr: filled(metricsQuery, seriesQuery, labels, by) },
      ];
    }),
    ...Object.entries(resourceRules).flatMap(([what, rule]) =>
      typeof rule === 'string' ? [] : resourceQueries(what, rule),
    ),
  ];
}

function resourceQueries(what: string, rule: ResourceRule): readonly AdapterQuery[] {
  const pods = labelsFor(rule.resources, 'namespace', 'pod');
  const nodes = labelsFor(rule.resources, 'node');
  const byPod = [...labelsFor(rule.resources, 'pod'), ...(rule.containerLabel ?? '').split(' ')];
  return [
    {
      where: `adapter, ${what} of pods`,
      expr: filled(rule.containerQuery, '', pods, byPod.join()),
    },
    { where: `adapter, ${what} of nodes`, expr: filled(rule.nodeQuery, '', nodes, nodes.join()) },
  ];
}

/** What is wrong with the metrics that autoscalers go by: nobody answers for them. */
export function autoscalerFaults(objects: readonly Manifest[]): readonly string[] {
  const { rules = [], resourceRules } = configOf(objects);
  const served = rules.map(({ name }) => name.as);
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
