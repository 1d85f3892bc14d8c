import { refusal } from '../core/index.js';
import type { Feature } from './feature.js';

/** What an Alloy was told, as far as its parts must fit each other. */
export interface Wiring {
  readonly where: string;
  readonly features: readonly Feature[];
  /** Addresses of its destinations. */
  readonly logs: readonly string[];
  readonly metrics: readonly string[];
  /** Whether blocks of someone else may complete ours. */
  readonly extended: boolean;
}

const sources = {
  logs: 'collectPodLogs(), collectClusterEvents() or addLogsReceiver()',
  metrics: 'scrape(…) or collectHostMetrics()',
} as const;
const sinks = { logs: 'sendLogsTo(…)', metrics: 'sendMetricsTo(…)' } as const;

/** What is collected for nobody, and who waits for what nobody collects. */
export function wiringFaults(wiring: Wiring): readonly string[] {
  const { where, features, extended } = wiring;
  if (features.length + wiring.logs.length + wiring.metrics.length === 0 && !extended)
    return [
      refusal(
        where,
        'is told nothing to do',
        `call ${sources.logs}, and ${sinks.logs}; or ${sources.metrics}, and ${sinks.metrics}`,
      ),
    ];
  return (['logs', 'metrics'] as const).flatMap((what) => {
    const collected = features.some(({ collects }) => collects === what);
    const [first] = wiring[what];
    if (collected && first === undefined)
      return [
        refusal(where, `collects ${what} and has nowhere to send them`, `call ${sinks[what]}`),
      ];
    if (!collected && first !== undefined && !extended)
      return [
        refusal(where, `sends ${what} to "${first}" and collects none`, `call ${sources[what]}`),
      ];
    return [];
  });
}
