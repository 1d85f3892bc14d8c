import type { Parts } from '../../../../charts/index.js';
import type { IScrapeTarget, ScrapeTarget } from '../../../../lib/core/index.js';
import type { Fetch } from './ask.js';
import { AlertmanagerApi } from './ask-alertmanager.js';
import { LokiApi } from './ask-loki.js';
import { PrometheusApi } from './ask-prometheus.js';

/** What of a stack can be asked, at the addresses that its Grafana asks. */
export interface Apis {
  readonly prometheus: PrometheusApi;
  readonly loki: LokiApi;
  /** Each replica. */
  readonly alertmanagers: readonly AlertmanagerApi[];
  /** How often Prometheus scrapes. */
  readonly scrapeSeconds: number;
}

/** @param fetch asks as Grafana's pod does: who else may, policies do not say */
export function apisOf(
  { prometheus, loki, alertmanager }: Pick<Parts, 'prometheus' | 'loki' | 'alertmanager'>,
  fetch: Fetch,
): Apis {
  const { endpoint, scrapeInterval } = prometheus.datasource;
  return {
    prometheus: new PrometheusApi(endpoint.url, fetch),
    loki: new LokiApi(loki.datasource.endpoint.url, fetch),
    alertmanagers: (alertmanager?.alertsEndpoint ?? []).map(
      ({ url }) => new AlertmanagerApi(url, fetch),
    ),
    scrapeSeconds: scrapeInterval?.toSeconds() ?? 30,
  };
}

const isScraped = (part: unknown): part is IScrapeTarget =>
  typeof part === 'object' && part !== null && 'scrapeTargets' in part;

/** Everything that a stack's Prometheus scrapes: all of its parts that show metrics. */
export const scrapeJobsOf = (parts: Readonly<Record<string, unknown>>): readonly ScrapeTarget[] =>
  Object.values(parts)
    .filter(isScraped)
    .flatMap(({ scrapeTargets }) => scrapeTargets);
