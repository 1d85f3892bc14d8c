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
  /** Name of each series, with labels in double braces: `{{pod}}`. @default - its labels, for PromQL those that differ */
  readonly legend?: string;
  /** One value for now, instead of a line. @default - true in a table and in a stat without sparkline */
  readonly instant?: boolean;
}

/** How the answer to a PromQL query is named, asked for and shaped. */
export interface PromOptions extends QueryOptions {
  /** @default - `table` in a table, `time_series` elsewhere */
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
 * @param datasource undefined only in type, as `datasources.prometheus` is: a dashboard is not asked to
 *   draw itself before what it `needs` is there
 * @throws when there is no datasource, it does not speak PromQL, or nothing is asked
 * @example
 * prom(ds.prometheus, 'sum by (pod) (rate(loki_request_duration_seconds_count[$__rate_interval]))', { legend: '{{pod}}' })
 */
export const prom = (
  datasource: DatasourceRef | undefined,
  expr: string,
  options: PromOptions = {},
): Query => query('prometheus', 'PromQL', datasource, expr, options);

/**
 * A question in LogQL: for lines, or for a number counted from them.
 *
 * @throws when there is no datasource, it does not speak LogQL, or nothing is asked
 * @example
 * logsQuery(ds.loki, '{namespace=~"$namespace"} | logfmt | level="error"')
 */
export const logsQuery = (
  datasource: DatasourceRef | undefined,
  expr: string,
  options: QueryOptions = {},
): Query => query('loki', 'LogQL', datasource, expr, options);

function query(
  type: DatasourceType,
  language: string,
  datasource: DatasourceRef | undefined,
  expr: string,
  options: PromOptions,
): Query {
  refuseEmpty('query', 'expression', expr, `write what to ask in ${language}`);
  return { ...options, datasource: wired(`query "${expr}"`, [type], datasource), expr };
}

/** The datasource, when it is there and of a type that can answer. */
export function wired(
  where: string,
  types: readonly DatasourceType[],
  datasource: DatasourceRef | undefined,
): DatasourceRef {
  const wanted = types.join(' or ');
  if (!datasource)
    return refuse(
      where,
      `no datasource of type ${wanted} is there`,
      "name it in the dashboard's needs",
    );
  if (!types.includes(datasource.type))
    refuse(
      where,
      `datasource "${datasource.uid}" is of type "${datasource.type}", which cannot answer`,
      `give one of type ${wanted}`,
    );
  return { type: datasource.type, uid: datasource.uid };
}

/** What a kind of panel asks for where the query does not say. */
export interface Shape {
  readonly instant: boolean;
  readonly format: 'time_series' | 'table';
}

/** The queries of one panel as Grafana stores them: named A, B, C… in the order given. */
export const targets = (queries: readonly Query[], shape: Shape): TargetJson[] =>
  queries.map((asked, index) => target(refId(index), asked, shape));

/** Grafana's name of the query at that place of a panel. */
export const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

function target(id: string, asked: Query, shape: Shape): TargetJson {
  const instant = asked.instant ?? shape.instant;
  const said = {
    datasource: { ...asked.datasource },
    editorMode: 'code',
    expr: asked.expr,
    refId: id,
  } as const;
  // "__auto" means "the labels that differ" to Prometheus alone; Loki would print it.
  return asked.datasource.type === 'loki'
    ? {
        ...said,
        direction: 'backward',
        legendFormat: asked.legend,
        queryType: instant ? 'instant' : 'range',
      }
    : {
        ...said,
        format: asked.format ?? shape.format,
        instant,
        legendFormat: asked.legend ?? '__auto',
        range: !instant,
      };
}

/**
 * The one datasource that a panel's queries ask.
 *
 * @throws on no query, on more than there are letters to name them, on several datasources
 */
export function datasourceOf(where: string, queries: readonly Query[]): DatasourceRef {
  const [first] = queries;
  if (!first) return refuse(where, 'it asks nothing', 'give at least one query');
  if (queries.length > 26)
    refuse(
      where,
      `${queries.length} queries are more than the 26 letters that name them`,
      'split it',
    );
  const uids = [...new Set(queries.map((asked) => asked.datasource.uid))];
  if (uids.length > 1)
    refuse(
      where,
      `datasources ${uids.map((uid) => `"${uid}"`).join(', ')} are more than one`,
      'give each a panel of its own',
    );
  return { ...first.datasource };
}
