export * from './sealed-secrets.js';
