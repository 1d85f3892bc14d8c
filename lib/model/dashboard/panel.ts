import { defaults } from './defaults.js';
import { gridColumns, type Size } from './layout.js';
import { datasourceOf, type Query, type Shape, targets } from './queries.js';
import { refuse, refuseEmpty } from './refusal.js';
import type { PanelJson } from './schema.js';

/** A panel before it has a place on a dashboard. */
export interface Panel extends Size {
  readonly kind: 'panel';
  readonly json: PanelJson;
}

/** A heading: the panels after it belong to it, up to the next one. */
export interface Row {
  readonly kind: 'row';
  readonly title: string;
  /** Folded until someone opens it; what is folded asks nothing of the datasource. */
  readonly folded: boolean;
}

/** What every panel is told. */
export interface PanelProps {
  readonly title: string;
  /** What is shown, what is normal, and what to look at when it is not: read at night, by a stranger. */
  readonly description: string;
  /** From 1 to 24 columns of the grid. @default 4 for a stat, 12 for a time series, 24 for a table and logs */
  readonly width?: number;
  /** In rows of 30 pixels. @default 4 for a stat, 8 for a time series and a table, 10 for logs */
  readonly height?: number;
}

/**
 * A heading above the panels that follow it.
 *
 * @throws when the title is empty
 * @example
 * row('Ingestion')
 * row('Go runtime', { folded: true })
 */
export function row(title: string, options: { readonly folded?: boolean } = {}): Row {
  refuseEmpty('row', 'title', title, 'name what the panels below have in common');
  return { kind: 'row', title, folded: options.folded ?? false };
}

/** What differs between the kinds of panel. */
interface Look {
  readonly options: object;
  readonly fieldConfig: PanelJson['fieldConfig'];
  readonly transformations?: PanelJson['transformations'];
}

/** A panel of any kind, from what all have in common. @internal */
export function panel(
  type: keyof typeof defaults.sizes,
  props: PanelProps,
  queries: readonly Query[],
  shape: Shape,
  look: Look,
): Panel {
  refuseEmpty('panel', 'title', props.title, 'name what is shown');
  const where = named(props);
  refuseEmpty(
    where,
    'description',
    props.description,
    'say what is normal, and what to do if it is not',
  );
  const { width = defaults.sizes[type].width, height = defaults.sizes[type].height } = props;
  if (!Number.isInteger(width) || width < 1 || width > gridColumns)
    refuse(where, `width "${width}" is not a number of columns`, `give 1 to ${gridColumns}`);
  if (!Number.isInteger(height) || height < 1)
    refuse(where, `height "${height}" is not a number of rows`, 'give 1 or more');
  return {
    kind: 'panel',
    width,
    height,
    json: {
      type,
      pluginVersion: defaults.pluginVersion,
      title: props.title,
      description: props.description,
      datasource: datasourceOf(where, queries),
      targets: targets(queries, shape),
      ...look,
    },
  };
}

/** A panel as errors name it. @internal */
export const named = (props: PanelProps): string => `panel "${props.title}"`;
