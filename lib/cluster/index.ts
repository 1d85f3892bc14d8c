export * from './cluster.js';
export * from './dashboards/autoscalers.js';
export * from './dashboards/health.js';
export type { ClusterJob } from './jobs.js';
