export * from './config.js';
export * from './loki.js';
