export * from './node-exporter.js';
