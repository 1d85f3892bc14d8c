import {
  type Discovery,
  discoveriesOf,
  discoverySteps,
  kubernetesRole,
  type ScrapeTarget,
} from '../core/index.js';
import {
  prometheusRelabel,
  type RelabelConfig,
  type RelabelStep,
  setLabel,
} from '../model/relabel.js';
import { prometheusDuration } from '../model/units.js';
import type { HttpClient, ProxyChoice } from './http-client.js';

/** A target with the files by which it is reached. */
export interface ScrapeJob {
  readonly target: ScrapeTarget;
  readonly client: HttpClient;
  /** How the server is reached that lists its targets, where one does. */
  readonly list: ProxyChoice;
  /** The last steps on its series, asked for as the configuration is written. @default - none */
  readonly kept?: () => readonly RelabelStep[];
}

/**
 * One entry of `scrape_configs`.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export interface ScrapeConfig extends HttpClient, ServiceDiscovery {
  readonly job_name: string;
  readonly honor_labels?: true;
  readonly track_timestamps_staleness?: true;
  readonly scrape_interval?: string;
  readonly scrape_timeout?: string;
  readonly metrics_path: string;
  readonly scheme: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly sample_limit?: number;
  readonly relabel_configs: readonly RelabelConfig[];
  readonly metric_relabel_configs?: readonly RelabelConfig[];
}

interface ServiceDiscovery {
  readonly kubernetes_sd_configs?: readonly object[];
  readonly static_configs?: readonly object[];
  readonly http_sd_configs?: readonly object[];
  readonly dns_sd_configs?: readonly object[];
}

/**
 * A scrape job in Prometheus' notation. The cluster's name is set on every target, as external labels are
 * put on what leaves Prometheus only: its own queries do not see them.
 */
export function scrapeConfig(
  { target, client, list, kept }: ScrapeJob,
  cluster: string,
): ScrapeConfig {
  const { job, endpoints, interval, timeout, honorLabels, timestamped, params, sampleLimit } =
    target;
  const [endpoint] = endpoints;
  const steps = [
    ...discoverySteps(target),
    ...(target.relabel ?? []),
    setLabel('cluster', cluster),
  ];
  const onSeries = [...(target.metricRelabel ?? []), ...(kept?.() ?? [])];
  return {
    job_name: job,
    ...(honorLabels ? { honor_labels: true } : {}),
    ...(timestamped ? { track_timestamps_staleness: true } : {}),
    ...(interval ? { scrape_interval: prometheusDuration(interval) } : {}),
    ...(timeout ? { scrape_timeout: prometheusDuration(timeout) } : {}),
    metrics_path: endpoint?.path ? endpoint.path : '/metrics',
    scheme: endpoint?.scheme ?? 'http',
    ...(params ? { params } : {}),
    ...(sampleLimit ? { sample_limit: sampleLimit } : {}),
    ...client,
    ...serviceDiscovery(discoveriesOf(target), list),
    relabel_configs: steps.map(prometheusRelabel),
    ...(target.metricRelabel || onSeries.length > 0
      ? { metric_relabel_configs: onSeries.map(prometheusRelabel) }
      : {}),
  };
}

function serviceDiscovery(discoveries: readonly Discovery[], list: ProxyChoice): ServiceDiscovery {
  const roles = discoveries.flatMap((d) => kubernetesRole(d) ?? []);
  if (roles.length > 0) return { kubernetes_sd_configs: kubernetesBlocks(roles) };
  const [found] = discoveries;
  switch (found?.kind) {
    case 'static':
      return {
        static_configs: [
          { targets: found.targets, ...(found.labels ? { labels: found.labels } : {}) },
        ],
      };
    case 'late':
      return { static_configs: found.groups() };
    case 'http':
      return { http_sd_configs: [{ url: found.url, ...refreshed(found), ...list }] };
    case 'dns':
      return {
        dns_sd_configs: [{ names: found.names, type: 'A', port: found.port, ...refreshed(found) }],
      };
    default:
      return {};
  }
}

const refreshed = ({ refresh }: Extract<Discovery, { kind: 'dns' | 'http' }>) =>
  refresh ? { refresh_interval: prometheusDuration(refresh) } : {};

/** A block for each namespace, nothing but the namespace in it: jobs whose blocks are equal share a watch. */
function kubernetesBlocks(
  roles: readonly { readonly role: string; readonly namespaces: readonly string[] }[],
): readonly object[] {
  const blocks = roles.flatMap(({ role, namespaces }) =>
    namespaces.length === 0
      ? [{ role }]
      : namespaces.map((name) => ({ role, namespaces: { names: [name] } })),
  );
  const unique = new Map(blocks.map((block) => [JSON.stringify(block), block]));
  return [...unique.keys()].sort().flatMap((key) => unique.get(key) ?? []);
}
