export * from './cluster.js';
export type { ClusterJob } from './jobs.js';
