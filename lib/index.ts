export * from './alertmanager/index.js';
export * from './alloy/index.js';
export * from './blackbox-exporter/index.js';
export * from './cluster/index.js';
export * from './core/index.js';
export * from './external-secrets/index.js';
export * from './gateway/index.js';
export * from './grafana/index.js';
export * from './ingress/index.js';
export * from './kube-state-metrics/index.js';
export * from './loki/index.js';
/** The language dashboards are written in: `dashboards.timeseries({ … })`. */
export * as dashboards from './model/dashboard/index.js';
export type { Matcher, Matchers } from './model/promql.js';
export { selector } from './model/promql.js';
/** Steps that change targets and series: `relabel.drop({ … })`. */
export * as relabel from './model/relabel.js';
export type { AlertRule, RecordingRule, RuleGroup } from './model/rule.js';
export * from './node-exporter/index.js';
export * from './prometheus/index.js';
export * from './prometheus-adapter/index.js';
export * from './sealed-secrets/index.js';
