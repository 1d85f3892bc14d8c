import { defaults } from './defaults.js';
import { field, type Mappings, steps, type Thresholds } from './fields.js';
import { type ValueLink, valueLink } from './links.js';
import { named, type Panel, type PanelProps, panel } from './panel.js';
import { type Query, refId, type Shape } from './queries.js';
import { refuse } from './refusal.js';
import type { DataLinkJson, OverrideJson, PanelJson, Unit } from './schema.js';

/** A column of a table: of the values of a label, or of the answers to a query. */
export type Column = (
  | { readonly label: string; readonly unit?: Unit }
  | { readonly value: Query; readonly unit: Unit }
) & {
  readonly title: string;
  /** In pixels. @default - shared evenly */
  readonly width?: number;
  /** Digits after the decimal point. @default - as many as the value needs */
  readonly decimals?: number;
  /** Colours the text. @default 'none' */
  readonly thresholds?: Thresholds;
  /** Words for certain values, by the value. @default - none */
  readonly mappings?: Mappings;
  /** Where a click on a cell leads; its labels are columns of this table. @default - nowhere */
  readonly link?: ValueLink;
};

/** What a panel with a table is told. */
export interface TableProps extends PanelProps {
  /** Their rows are joined where the labels that all of them have are equal: aggregate each by the same. */
  readonly queries: readonly Query[];
  /** From left to right. What is not named here is not shown. */
  readonly columns: readonly Column[];
  /** Title of the column to sort by, the highest first. @default - the order of the answer */
  readonly sortBy?: string;
  /** What stands there when there is no data. @default - Grafana's "No data" */
  readonly noValue?: string;
}

const now: Shape = { instant: true, format: 'table' };

/**
 * A panel with a table of what is so now: one row for each series.
 *
 * @throws on a text that is empty, on bad sizes, limits or queries; on a column of a query that is not
 *   asked, on two of one title, and on a link about a label that is no column
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/table/
 * @example
 * const restarts = prom(ds.prometheus, 'sum by (pod) (increase(kube_pod_container_status_restarts_total[1h]))');
 * table({
 *   title: 'Restarts in the last hour',
 *   description: 'Pods that restarted. Read the log of the one on top, with "previous".',
 *   queries: [restarts],
 *   columns: [
 *     { label: 'pod', title: 'Pod' },
 *     { value: restarts, title: 'Restarts', unit: 'none', thresholds: { above: { warning: 1 } } },
 *   ],
 *   sortBy: 'Restarts',
 * })
 */
export function table(props: TableProps): Panel {
  const titles = props.columns.map(({ title }) => title);
  const twice = titles.find((title, index) => titles.indexOf(title) !== index);
  if (twice !== undefined)
    refuse(named(props), `column "${twice}" stands there twice`, 'give each a title of its own');
  const { sortBy } = props;
  if (sortBy !== undefined && !titles.includes(sortBy))
    refuse(named(props), `sortBy "${sortBy}" is not a column`, `columns: ${titles.join(', ')}`);
  return panel('table', props, props.queries, now, {
    options: {
      ...defaults.table,
      sortBy: sortBy === undefined ? [] : [{ displayName: sortBy, desc: true }],
    },
    fieldConfig: {
      defaults: { custom: defaults.cells, noValue: props.noValue },
      overrides: props.columns.map((column) => override(props, column)),
    },
    transformations: transformations(props),
  });
}

function transformations(props: TableProps): PanelJson['transformations'] {
  const fields = props.columns.map((column) => fieldOf(props, column));
  const by = <T>(of: (index: number) => T): Record<string, T> =>
    Object.fromEntries(fields.map((name, index) => [name, of(index)]));
  return [
    ...(props.queries.length > 1 ? [{ id: 'merge', options: {} }] : []),
    {
      id: 'organize',
      options: {
        excludeByName: {},
        includeByName: by(() => true),
        indexByName: by((index) => index),
        renameByName: by((index) => props.columns[index]?.title),
      },
    },
  ];
}

/**
 * Grafana's name of the field that a column shows.
 *
 * @see https://github.com/grafana/grafana/blob/main/packages/grafana-prometheus/src/result_transformer.ts
 */
function fieldOf(props: TableProps, column: Column): string {
  if ('label' in column) return column.label;
  const index = props.queries.indexOf(column.value);
  if (index < 0)
    refuse(
      named(props),
      `column "${column.title}" shows a query that is not asked`,
      'add it to queries',
    );
  const alone = props.queries.length === 1 && column.value.datasource.type === 'prometheus';
  return alone ? 'Value' : `Value #${refId(index)}`;
}

function override(props: TableProps, column: Column): OverrideJson {
  const where = named(props);
  const { unit, decimals, mappings } = field(column.unit ?? 'string', column);
  const { width, thresholds = 'none' } = column;
  const set = {
    unit,
    decimals,
    mappings,
    'custom.width': width,
    links: column.link && [linkOf(props, column.link)],
    ...((thresholds !== 'none' || mappings) && {
      'custom.cellOptions': { type: 'color-text' },
      thresholds: steps(where, thresholds),
    }),
  };
  return {
    matcher: { id: 'byName', options: column.title },
    properties: Object.entries(set)
      .filter(([, value]) => value !== undefined)
      .map(([id, value]) => ({ id, value })),
  };
}

/** What is no column is taken away before anything is clicked: its label would arrive as it is spelt. */
function linkOf(props: TableProps, link: ValueLink): DataLinkJson {
  const where = named(props);
  const shown = props.columns.flatMap((column) => ('label' in column ? [column.label] : []));
  const missing = link.labels.find((label) => !shown.includes(label));
  if (missing !== undefined)
    refuse(
      `${where}: link "${link.uid}"`,
      `label "${missing}" is not a column`,
      `columns of labels: ${shown.join(', ')}`,
    );
  return valueLink(where, 'row', link);
}
