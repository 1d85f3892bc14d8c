import type { System } from '../system/system.js';
import { lokiRetention } from './loki-retention.js';
import { prometheusRetention } from './prometheus-retention.js';

/** What is old is deleted by itself, and nothing else is. */
export function retention(system: () => System): void {
  lokiRetention(system);
  prometheusRetention(system);
}
