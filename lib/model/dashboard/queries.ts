import { refuse, refuseEmpty } from './refusal.js';
import type { TargetJson } from './schema.js';

/** What a datasource is, by the id of Grafana's plugin for it. */
export type DatasourceType = 'prometheus' | 'loki' | 'tempo' | 'alertmanager';

/** Where a panel's numbers come from: a datasource that is provisioned under a fixed uid. */
export interface DatasourceRef {
  readonly uid: string;
  readonly type: DatasourceType;
}

/** How the answer to a query is named and asked for. */
export interface QueryOptions {
  /** Name of each series, with labels in double braces: `{{pod}}`. @default - the labels that differ */
  readonly legend?: string;
  /** One value for now, instead of a line. @default - what the panel shows: a table asks for one value */
  readonly instant?: boolean;
}

/** How the answer to a PromQL query is named, asked for and shaped. */
export interface PromOptions extends QueryOptions {
  /** @default - what the panel shows: `table` in a table, `time_series` elsewhere */
  readonly format?: 'time_series' | 'table' | 'heatmap';
}

/** One question to one datasource. */
export interface Query extends PromOptions {
  readonly datasource: DatasourceRef;
  readonly expr: string;
}

/**
 * A question in PromQL.
 *
 * @throws when the datasource does not speak PromQL, or nothing is asked
 * @example
 * prom(ds.prometheus, 'sum by (pod) (rate(loki_request_duration_seconds_count[$__rate_interval]))', { legend: '{{pod}}' })
 */
export const prom = (datasource: DatasourceRef, expr: string, options: PromOptions = {}): Query =>
  query('prometheus', 'PromQL', { ...options, datasource, expr });

/**
 * A question in LogQL: for lines, or for a number counted from them.
 *
 * @throws when the datasource does not speak LogQL, or nothing is asked
 * @example
 * logsQuery(ds.loki, '{namespace=~"$namespace"} | logfmt | level="error"')
 */
export const logsQuery = (
  datasource: DatasourceRef,
  expr: string,
  options: QueryOptions = {},
): Query => query('loki', 'LogQL', { ...options, datasource, expr });

function query(type: DatasourceType, language: string, asked: Query): Query {
  const { uid, type: given } = asked.datasource;
  refuseEmpty('query', 'expression', asked.expr, `write what to ask in ${language}`);
  if (given !== type)
    refuse(
      `query "${asked.expr}"`,
      `datasource "${uid}" of type "${given}" does not answer ${language}`,
      `give one of type ${type}`,
    );
  return asked;
}

/** What a kind of panel asks for where the query does not say. */
export type Shape = Required<Pick<Query, 'instant' | 'format'>>;

/** The queries of one panel as Grafana stores them: named A, B, C… in the order given. */
export function targets(queries: readonly Query[], shape: Shape): TargetJson[] {
  return queries.map((asked, index) => target(refId(index), { ...shape, ...asked }));
}

/** Grafana's name of the query at that place of a panel. */
export const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

function target(id: string, asked: Query & Shape): TargetJson {
  const { uid, type } = asked.datasource;
  const said = {
    datasource: { type, uid },
    editorMode: 'code',
    expr: asked.expr,
    legendFormat: asked.legend ?? '__auto',
    refId: id,
  } as const;
  return type === 'loki'
    ? { ...said, direction: 'backward', queryType: asked.instant ? 'instant' : 'range' }
    : { ...said, format: asked.format, instant: asked.instant, range: !asked.instant };
}

/**
 * The only datasource of a panel's queries.
 *
 * @throws on no query, on more than there are letters to name them, on several datasources
 */
export function datasourceOf(where: string, queries: readonly Query[]): DatasourceRef {
  const [first] = queries;
  if (!first) return refuse(where, 'it asks nothing', 'give at least one query');
  if (queries.length > 26)
    refuse(where, `"${queries.length}" queries are more than the 26 letters that name them`, 'split the panel');
  const uids = [...new Set(queries.map((asked) => asked.datasource.uid))];
  if (uids.length > 1)
    refuse(
      where,
      `datasources ${uids.map((uid) => `"${uid}"`).join(', ')} are more than one`,
      'give each a panel of its own',
    );
  return { uid: first.datasource.uid, type: first.datasource.type };
}
