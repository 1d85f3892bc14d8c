// Types only: loading five of the SDK's modules takes 0.13 s, a quarter of what a whole synth may take.
import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type * as loki from '@grafana/grafana-foundation-sdk/loki';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as units from '@grafana/grafana-foundation-sdk/units';

/**
 * A type of Grafana's as its JSON spells it: each enum stands for its words, since the members of an
 * enum exist at run time only.
 */
export type Spelled<T> = T extends string
  ? `${T}`
  : T extends (infer Member)[]
    ? Spelled<Member>[]
    : T extends object
      ? { [Key in keyof T]: Spelled<T[Key]> }
      : T;

/**
 * How a number is written on a panel, by Grafana's id of the unit.
 *
 * `bytes`, `binBps` count in powers of 1024 (memory, volumes), `decbytes`, `Bps` in powers of 1000
 * (network); `percentunit` is 0 to 1; `dateTimeFromNow` and `dateTimeAsIso` read milliseconds since
 * 1970, so a Prometheus timestamp is multiplied by 1000; `string` is for columns of text.
 *
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit
 */
export type Unit =
  | typeof units.NoUnit
  | typeof units.String
  | typeof units.Short
  | typeof units.PercentUnit
  | typeof units.BytesIEC
  | typeof units.BytesSI
  | typeof units.BytesPerSecondIEC
  | typeof units.BytesPerSecondSI
  | typeof units.RequestsPerSecond
  | typeof units.OpsPerSecond
  | typeof units.IOOpsPerSecond
  | typeof units.PacketsPerSecond
  | typeof units.CountsPerSecond
  | typeof units.Seconds
  | typeof units.Milliseconds
  | typeof units.DurationSeconds
  | typeof units.DateTimeFromNow
  | typeof units.DatetimeISO
  | typeof units.Bool
  | typeof units.BoolYesNo
  | typeof units.Celsius;

/** A query as it stands in a panel's `targets`. */
export type TargetJson =
  | Omit<Spelled<prometheus.Dataquery>, '_implementsDataqueryVariant'>
  | Omit<Spelled<loki.dataquery>, '_implementsDataqueryVariant'>;

/** A link of a value. The SDK takes it for one in the head of a dashboard, which has much more to say. */
export type DataLinkJson = Pick<Spelled<grafana.DashboardLink>, 'title' | 'targetBlank'> & {
  url: string;
};

/** How the values of a panel are written and coloured, and where a click on one leads. */
export type FieldJson = Omit<Spelled<grafana.FieldConfig>, 'links'> & { links?: DataLinkJson[] };

/** The values of a panel: what holds for all, and what for some. */
export type FieldsJson = Omit<Spelled<grafana.FieldConfigSource>, 'defaults'> & {
  defaults: FieldJson;
};

/** A change to the fields that a matcher picks: one column of a table. */
export type OverrideJson = Spelled<grafana.FieldConfigSource>['overrides'][number];

/** The place of a panel on the dashboard's grid. */
export type GridJson = Spelled<grafana.GridPos>;

/** A link at the head of a dashboard. */
export type LinkJson = Spelled<grafana.DashboardLink>;

/** A variable in the head of a dashboard. */
export type VariableJson = Spelled<grafana.VariableModel>;

/** A panel before it has a place: `dashboardJson` gives it one. */
export interface PanelJson
  extends Omit<Spelled<grafana.Panel>, 'id' | 'gridPos' | 'targets' | 'options' | 'fieldConfig'> {
  title: string;
  datasource: { type: string; uid: string };
  options: object;
  fieldConfig: FieldsJson;
  targets: TargetJson[];
}

/** A panel in its place. */
export type PlacedJson = PanelJson & { id: number; gridPos: GridJson };

/** A heading, with its panels inside when it is folded. */
export type RowJson = Omit<Spelled<grafana.RowPanel>, 'panels'> & { panels: PlacedJson[] };

/** A whole dashboard in Grafana's classic schema, the one that file provisioning reads. */
export type DashboardJson = Omit<Spelled<grafana.Dashboard>, 'panels'> & {
  panels: (PlacedJson | RowJson)[];
};
