export * from './gateway.js';
export type { GatewayRef } from './routes.js';
