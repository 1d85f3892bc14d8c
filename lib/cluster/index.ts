export * from './cluster.js';
export * from './health-dashboard.js';
export * from './hpa-dashboard.js';
export type { ClusterJob } from './jobs.js';
