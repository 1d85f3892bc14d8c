export {
  type DashboardIdentity,
  type DashboardSpec,
  dashboardJson,
  type PanelsSpec,
} from './dashboard.js';
export { defaults } from './defaults.js';
export type { Limits, Mappings, Severity, Thresholds, ValueProps } from './fields.js';
export {
  type ImportedDashboard,
  type ImportedSpec,
  type ImportOptions,
  importedDashboard,
} from './imported.js';
export { judged } from './judged.js';
export { flow, gridColumns, type Placed, type Size } from './layout.js';
export { linkTo, type ValueLink } from './links.js';

export { type Panel, type PanelProps, type Row, row } from './panel.js';
export {
  type LogsProps,
  logs,
  type StatProps,
  stat,
  type TimeseriesProps,
  timeseries,
} from './panels.js';
export {
  type DatasourceRef,
  type DatasourceType,
  logsQuery,
  type PromOptions,
  prom,
  type Query,
  type QueryOptions,
} from './queries.js';
export { type IsThere, onlyLinksTo } from './reachable.js';
export type { LinkJson, Unit } from './schema.js';
export { type Column, type TableProps, table } from './table.js';
export {
  chosen,
  clusterVariable,
  inCluster,
  inNamespace,
  type LabelVariableProps,
  labelVariable,
  namespaceVariable,
  type Variable,
} from './variables.js';
