import { streamSelector } from '../logql.js';
import { type Matchers, selector } from '../promql.js';
import { type DatasourceRef, wired } from './queries.js';
import { refuse, refuseEmpty } from './refusal.js';
import type { VariableJson } from './schema.js';

/** A choice in the head of a dashboard, which its queries read as `$name`. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly json: VariableJson;
}

/** What a choice among the values of a label is told. */
export interface LabelVariableProps {
  /** How queries name it. */
  readonly name: string;
  /** How people read it. */
  readonly label: string;
  /** Prometheus or Loki. */
  readonly datasource: DatasourceRef | undefined;
  /** The series or streams whose values are offered: a selector, which may read variables before it. */
  readonly query: string;
  /** The label whose values are offered. @default - the variable's name */
  readonly values?: string;
  /** Whether several may be chosen. @default true */
  readonly multi?: boolean;
  /** Whether "All" may be chosen, and is from the start. @default true */
  readonly includeAll?: boolean;
  /**
   * The expression that "All" stands for.
   *
   * @default '.+' - short, where a list of all values grows too long for a URL; not `.*`, as Loki
   *   refuses a selector that may match nothing
   */
  readonly allValue?: string;
}

/**
 * A choice among the values of a label, in natural order, asked again when the time range changes.
 *
 * @throws when the name is not one of a variable, the label is empty, or the datasource is no
 *   Prometheus or Loki
 * @see https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#add-a-query-variable
 * @example
 * labelVariable({ name: 'pod', label: 'Pod', datasource: ds.prometheus, query: selector('kube_pod_info', inNamespace) })
 */
export function labelVariable(props: LabelVariableProps): Variable {
  const { name, multi = true, includeAll = true, allValue = '.+' } = props;
  const where = `variable "${name}"`;
  if (!/^(?!__)[a-zA-Z_]\w*$/.test(name))
    refuse(
      where,
      `name "${name}" is not one of a variable`,
      'give letters, digits and "_", "__" not in front',
    );
  refuseEmpty(where, 'label', props.label, 'name what is chosen');
  const datasource = wired(where, ['prometheus', 'loki'], props.datasource);
  if (datasource.type === 'prometheus')
    refuseEmpty(where, 'query', props.query, 'give a selector of series: all of them are too many');
  const values = props.values ?? name;
  return {
    kind: 'variable',
    name,
    json: {
      type: 'query',
      name,
      label: props.label,
      datasource,
      definition: labelValues(props.query, values),
      query: question(datasource, props.query, values),
      multi,
      includeAll,
      allValue: includeAll ? allValue : undefined,
      current: includeAll ? all(multi) : undefined,
      options: [],
      refresh: 2,
      regex: '',
      sort: 7,
    },
  };
}

const all = (multi: boolean): NonNullable<VariableJson['current']> =>
  multi ? { text: ['All'], value: ['$__all'] } : { text: 'All', value: '$__all' };

const labelValues = (query: string, label: string): string =>
  query === '' ? `label_values(${label})` : `label_values(${query}, ${label})`;

// 1 is "label values" in either plugin's numbering of what a variable may ask.
const question = (datasource: DatasourceRef, query: string, label: string): object =>
  datasource.type === 'loki'
    ? { label, refId: 'LokiVariableQueryEditor-VariableQuery', stream: query, type: 1 }
    : {
        qryType: 1,
        query: labelValues(query, label),
        refId: 'PrometheusVariableQueryEditor-VariableQuery',
      };

/**
 * Matchers for what is chosen: `{ pod: { re: '$pod' } }` for `pod`. A label named as its variable is
 * the rule of the house, so that links between dashboards carry the choice.
 *
 * @example
 * selector('kube_pod_info', chosen('cluster', 'namespace', 'pod'))
 */
export const chosen = (...names: readonly string[]): Matchers =>
  Object.fromEntries(names.map((name) => [name, { re: `$${name}` }]));

/** Matchers for the clusters chosen. Every series and stream has the label. */
export const inCluster = chosen('cluster');

/** Matchers for the namespaces chosen, of the clusters chosen. */
export const inNamespace = chosen('cluster', 'namespace');

/**
 * The choice of clusters: the first one of every dashboard. All of them at the start, so that the
 * dashboard of a lone cluster needs no choice and one of many shows which of them is ill.
 *
 * @example
 * variables: [clusterVariable(ds.prometheus), namespaceVariable(ds.prometheus)]
 */
export const clusterVariable = (datasource: DatasourceRef | undefined): Variable =>
  labelVariable({
    name: 'cluster',
    label: 'Cluster',
    datasource,
    query: datasource?.type === 'loki' ? '' : 'up',
  });

/**
 * The choice of namespaces, of the clusters chosen.
 *
 * @param metric of Prometheus, whose namespaces are offered. @default 'kube_namespace_created', the one
 *   metric of kube-state-metrics that has one series for each namespace, with or without pods
 */
export const namespaceVariable = (
  datasource: DatasourceRef | undefined,
  metric = 'kube_namespace_created',
): Variable =>
  labelVariable({
    name: 'namespace',
    label: 'Namespace',
    datasource,
    query: datasource?.type === 'loki' ? streamSelector(inCluster) : selector(metric, inCluster),
  });
