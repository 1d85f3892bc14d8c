export * from '../model/refusal.js';
export { addressed } from './addressed.js';
export { type AlertName, alertNames } from './alert-names.js';
export * from './app.js';
export {
  byCpu,
  byPodMetric,
  type PodMetric,
  type Scale,
  type ScaleBy,
} from './autoscaler.js';
export * from './chart.js';
export * from './check.js';
export * from './check-nested.js';
export * from './cidr.js';
export * from './component.js';
export * from './component-dashboard.js';
export * from './config-file.js';
export * from './container.js';
export * from './contracts.js';
export * from './discovery.js';
export * from './discovery-steps.js';
export * from './endpoint.js';
export { isPeer, isPodsBehind } from './endpoint-checks.js';
export type { PodSecurityException } from './exceptions.js';
export type { IExpectsAlerts } from './expected-alerts.js';
export * from './external-url.js';
export * from './host.js';
export * from './hosts.js';
export * from './http-client.js';
export * from './image.js';
export * from './images.js';
export * from './kept-metrics.js';
export { late } from './late.js';
export * from './metric-readers.js';
export * from './metrics-read.js';
export * from './namespaces.js';
export { byKey } from './order.js';
export * from './parse-site.js';
export * from './peer.js';
export type { Permission, PermissionScope } from './permissions.js';
export * from './platform.js';
export * from './platforms.js';
export * from './reloader.js';
export * from './ring.js';
export * from './rule-queries.js';
export * from './rules.js';
export * from './scrapers.js';
export * from './secret-ref.js';
export * from './secrets.js';
export type { ServiceOptions } from './service.js';
export * from './shown.js';
export * from './site.js';
export * from './stock-panels.js';
export * from './stock-rules.js';
export * from './summary.js';
export * from './targets.js';
export { AlertTuning, alerts } from './tuning.js';
export type { HostPathOptions } from './volumes.js';
export * from './workload.js';
export * from './workload-props.js';
