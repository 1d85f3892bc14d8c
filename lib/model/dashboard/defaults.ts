import type * as logs from '@grafana/grafana-foundation-sdk/logs';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Spelled, Unit } from './schema.js';

/** Units of amounts that cannot fall below zero: their axis starts there, so that small is seen as small. */
const neverNegative: readonly Unit[] = [
  'percentunit',
  'bytes',
  'decbytes',
  'binBps',
  'Bps',
  'reqps',
  'ops',
  'iops',
  'pps',
  'cps',
];

/** Units whose axis starts at 0 as well, but gives way: a time left or a difference can fall below. */
const seldomNegative: readonly Unit[] = ['none', 'short', 's', 'ms', 'dtdurations'];

/**
 * How everything looks unless a panel says otherwise: one eye reads all dashboards of the house.
 * Whoever is called at night compares panels, so none has colours, legends or axes of its own.
 */
export const defaults = {
  /** Schema 42 is the last of the classic ones: what changes later is migrated by each panel's plugin. */
  schemaVersion: 42,
  /** Grafana's version that spells options as we do. Without it a panel passes for one of 6.1: "up to 1" is
   * then put on every stat of unit `percentunit`. */
  pluginVersion: '12.0.0',
  timezone: 'browser',
  time: 'now-1h',
  refresh: '1m',
  /** 1: a crosshair on every panel at the time pointed at. */
  graphTooltip: 1,
  /** Columns and rows of the grid of 24 columns. */
  sizes: {
    stat: { width: 4, height: 4 },
    timeseries: { width: 12, height: 8 },
    table: { width: 24, height: 8 },
    logs: { width: 24, height: 10 },
  },
  colors: {
    ok: 'green',
    warning: 'orange',
    critical: 'red',
    neutral: 'text',
    // Grafana has no name for a grey.
    unknown: '#808080',
  },
  neverNegative,
  seldomNegative,
  /** Of a length of time Grafana drops all but the first word: 59 days would be "1 month". One more is kept. */
  decimals: { dtdurations: 1 } as Readonly<Partial<Record<Unit, number>>>,
  timeseries: {
    // Sorted by the last value: of forty pods the busiest stands first.
    legend: {
      calcs: ['lastNotNull', 'max'],
      displayMode: 'table',
      placement: 'bottom',
      showLegend: true,
      sortBy: 'Last *',
      sortDesc: true,
    },
    tooltip: { mode: 'multi', sort: 'desc' },
  } satisfies Spelled<timeseries.Options>,
  // Gaps stay gaps: a line drawn over an outage hides it.
  lines: {
    drawStyle: 'line',
    fillOpacity: 10,
    gradientMode: 'none',
    insertNulls: false,
    lineInterpolation: 'linear',
    lineWidth: 1,
    showPoints: 'auto',
    spanNulls: false,
  } satisfies Spelled<timeseries.FieldConfig>,
  stat: {
    colorMode: 'background',
    graphMode: 'none',
    justifyMode: 'auto',
    orientation: 'auto',
    percentChangeColorMode: 'standard',
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    showPercentChange: false,
    textMode: 'auto',
    wideLayout: true,
  } satisfies Spelled<stat.Options>,
  table: { cellHeight: 'sm', frameIndex: 0, showHeader: true } satisfies Spelled<table.Options>,
  cells: { align: 'auto', filterable: true, inspect: false } satisfies Spelled<table.FieldConfig>,
  logs: {
    dedupStrategy: 'none',
    enableInfiniteScrolling: true,
    enableLogDetails: true,
    prettifyLogMessage: false,
    showCommonLabels: false,
    showLabels: false,
    showLogContextToggle: true,
    showTime: true,
    sortOrder: 'Descending',
    wrapLogMessage: true,
  } satisfies Spelled<logs.Options>,
} as const;
