import { defaults } from './defaults.js';
import { field, nothing, steps, type Thresholds, type ValueProps } from './fields.js';
import { type ValueLink, valueLink } from './links.js';
import { named, type Panel, type PanelProps, panel } from './panel.js';
import type { Query, Shape } from './queries.js';
import type { FieldJson, Unit } from './schema.js';

const lines: Shape = { instant: false, format: 'time_series' };

/** What a panel of lines over time is told. */
export interface TimeseriesProps extends PanelProps, ValueProps {
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Lines stand on each other, so that the top is their sum. @default false */
  readonly stacked?: boolean;
  /** Drawn as dashed lines. @default 'none' */
  readonly thresholds?: Thresholds;
  /** Where a click on a line leads; its labels are those of the line. @default - nowhere */
  readonly link?: ValueLink;
}

/**
 * A panel of lines over time.
 *
 * @throws on a text that is empty, on bad sizes, limits or queries
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/time-series/
 * @example
 * timeseries({
 *   title: 'Lines per second',
 *   description: 'Lines written. A fall to nothing means that no agent can reach Loki.',
 *   unit: 'cps',
 *   queries: [prom(ds.prometheus, 'sum(rate(loki_distributor_lines_received_total[$__rate_interval]))')],
 * })
 */
export function timeseries(props: TimeseriesProps): Panel {
  const { thresholds = 'none', stacked = false } = props;
  return panel('timeseries', props, props.queries, lines, {
    options: defaults.timeseries,
    fieldConfig: {
      defaults: {
        ...field(props.unit, props),
        color: { mode: 'palette-classic' },
        thresholds: thresholds === 'none' ? undefined : steps(named(props), thresholds),
        links: links(props),
        custom: {
          ...defaults.lines,
          axisSoftMin: defaults.seldomNegative.includes(props.unit) ? 0 : undefined,
          stacking: { group: 'A', mode: stacked ? 'normal' : 'none' },
          thresholdsStyle: { mode: thresholds === 'none' ? 'off' : 'dashed' },
        },
      },
      overrides: [],
    },
  });
}

/** What a panel of one large number is told. */
export interface StatProps extends PanelProps, ValueProps {
  readonly unit: Unit;
  readonly queries: readonly Query[];
  readonly thresholds: Thresholds;
  /** A line of the past below the number, which is then the last one there was, however old. @default false */
  readonly sparkline?: boolean;
  /** Where a click on the number leads; its labels are those of the series. @default - nowhere */
  readonly link?: ValueLink;
}

/**
 * A panel of one large number for each series, coloured by how bad it is: what is read first. It asks
 * for the value of now, so that something that is gone reads "No data", on grey, and not as it last was.
 *
 * @throws on a text that is empty, on bad sizes, limits or queries
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/stat/
 * @example
 * stat({
 *   title: 'Up',
 *   description: 'Replicas that answer. Fewer than wanted: see the pods of the StatefulSet.',
 *   unit: 'none',
 *   thresholds: { below: { critical: 1 } },
 *   queries: [prom(ds.prometheus, 'sum(up{job="loki"})')],
 * })
 */
export function stat(props: StatProps): Panel {
  const { thresholds, sparkline = false } = props;
  const judged = thresholds !== 'none' || props.mappings !== undefined;
  const told = field(props.unit, props);
  return panel(
    'stat',
    props,
    props.queries,
    { ...lines, instant: !sparkline },
    {
      options: {
        ...defaults.stat,
        colorMode: judged ? defaults.stat.colorMode : 'none',
        graphMode: sparkline ? 'area' : defaults.stat.graphMode,
      },
      fieldConfig: {
        defaults: {
          ...told,
          mappings: judged ? [...(told.mappings ?? []), nothing(props.noValue)] : told.mappings,
          color: { mode: 'thresholds' },
          thresholds: steps(named(props), thresholds),
          links: links(props),
        },
        overrides: [],
      },
    },
  );
}

const links = (props: TimeseriesProps | StatProps): FieldJson['links'] =>
  props.link && [valueLink(named(props), 'line', props.link)];

/** What a panel of log lines is told. */
export interface LogsProps extends PanelProps {
  readonly queries: readonly Query[];
  /** What stands there when there are no lines. @default - Grafana's "No data" */
  readonly noValue?: string;
}

/**
 * A panel of log lines, the newest first.
 *
 * @throws on a text that is empty, on bad sizes or queries
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/logs/
 */
export const logs = (props: LogsProps): Panel =>
  panel('logs', props, props.queries, lines, {
    options: defaults.logs,
    fieldConfig: { defaults: { noValue: props.noValue }, overrides: [] },
  });
