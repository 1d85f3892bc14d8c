export { type HostWatch, type HostWatchOptions, hostWatch } from './host-watch.js';
export * from './node-exporter.js';
