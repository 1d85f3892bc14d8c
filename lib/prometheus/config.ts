import { Duration, type Size } from 'cdk8s';
import {
  dropLabels,
  prometheusRelabel,
  type RelabelConfig,
  type RelabelStep,
} from '../model/relabel.js';
import { prometheusDuration, prometheusSize } from '../model/units.js';
import type { HttpClient } from './http-client.js';
import { type ScrapeConfig, type ScrapeJob, scrapeConfig } from './scrape-config.js';

/** What one scrape may bring at most, unless its job says otherwise. More, and all of it is refused. */
export interface ScrapeLimits {
  readonly samples: number;
  readonly labels: number;
  readonly bodySize: Size;
}

/** One replica of an Alertmanager. */
export interface AlertDestination {
  readonly scheme: string;
  readonly address: string;
  readonly pathPrefix: string;
  readonly client: HttpClient;
}

/** Somewhere that samples are written to as well. */
export interface RemoteWrite {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly client: HttpClient;
  readonly relabel: readonly RelabelStep[];
}

/** All that Prometheus' configuration depends on. */
export interface PrometheusModel {
  readonly cluster: string;
  /** How many see the same. */
  readonly replicas: number;
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly limits: ScrapeLimits;
  readonly nativeHistograms: boolean;
  readonly retention: Duration;
  readonly retentionSize: Size;
  /** @default - 30 minutes where something sends to it, as what is sent again comes late; else none */
  readonly outOfOrderWindow?: Duration;
  /** Exemplars kept in memory; 0 for none. */
  readonly exemplars: number;
  readonly jobs: readonly ScrapeJob[];
  readonly alertmanagers: readonly AlertDestination[];
  readonly remoteWrites: readonly RemoteWrite[];
  readonly rulesDir: string;
  /** Whether anything writes to it by remote write. */
  readonly writtenTo: boolean;
  /** Whether it takes metrics over OTLP. */
  readonly otlp: boolean;
}

/** Prometheus' configuration file, as far as this library writes it. */
export interface PrometheusConfig {
  readonly global: object;
  readonly storage: object;
  readonly rule_files: readonly string[];
  readonly alerting?: object;
  readonly remote_write?: readonly object[];
  readonly otlp?: object;
  readonly scrape_configs: readonly ScrapeConfig[];
}

/** Attributes of what sends metrics by OTLP that become labels; the rest stays on `target_info`. */
const promoted = [
  'cluster',
  'k8s.container.name',
  'k8s.namespace.name',
  'k8s.node.name',
  'k8s.pod.name',
  'service.name',
  'service.namespace',
];

/**
 * Prometheus with everything that can be changed without a restart.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/
 */
export const prometheusConfig = (model: PrometheusModel): PrometheusConfig => ({
  global: globals(model),
  storage: {
    tsdb: {
      retention: {
        time: prometheusDuration(model.retention),
        size: prometheusSize(model.retentionSize),
      },
      ...outOfOrder(model),
    },
    ...(model.exemplars > 0 ? { exemplars: { max_exemplars: model.exemplars } } : {}),
  },
  rule_files: [`${model.rulesDir}/*.yaml`],
  ...alerting(model),
  ...(model.remoteWrites.length > 0
    ? { remote_write: model.remoteWrites.map((to) => remoteWrite(to, model)) }
    : {}),
  ...(model.otlp ? { otlp: { promote_resource_attributes: promoted } } : {}),
  scrape_configs: model.jobs.map((job) => scrapeConfig(job, model.cluster)),
});

const outOfOrder = ({ outOfOrderWindow, writtenTo, otlp }: PrometheusModel) => {
  const window = outOfOrderWindow ?? (writtenTo || otlp ? Duration.minutes(30) : undefined);
  return window ? { out_of_order_time_window: prometheusDuration(window) } : {};
};

const globals = ({ cluster, limits, ...model }: PrometheusModel) => ({
  scrape_interval: prometheusDuration(model.interval),
  scrape_timeout: prometheusDuration(model.timeout),
  evaluation_interval: prometheusDuration(model.interval),
  external_labels: { cluster, ...(model.replicas > 1 ? { replica: '${POD_NAME}' } : {}) },
  sample_limit: limits.samples,
  label_limit: limits.labels,
  body_size_limit: prometheusSize(limits.bodySize),
  // Tells each target's limit and size, so that alerts come before a limit is hit.
  extra_scrape_metrics: true,
  // Native histograms alone would make every classic bucket vanish, and most rules with them.
  ...(model.nativeHistograms
    ? { scrape_native_histograms: true, always_scrape_classic_histograms: true }
    : {}),
});

/** Alerts of two replicas are the same alert to an Alertmanager only without the name of the replica. */
const alerting = ({ alertmanagers, replicas }: PrometheusModel): { alerting?: object } =>
  alertmanagers.length === 0
    ? {}
    : {
        alerting: {
          ...(replicas > 1 ? { alert_relabel_configs: withoutReplica } : {}),
          alertmanagers: alertmanagers.map(({ scheme, address, pathPrefix, client }) => ({
            scheme,
            ...(pathPrefix === '' ? {} : { path_prefix: pathPrefix }),
            ...client,
            static_configs: [{ targets: [address] }],
          })),
        },
      };

const withoutReplica: readonly RelabelConfig[] = [prometheusRelabel(dropLabels('replica'))];

const remoteWrite = ({ url, headers, client, relabel }: RemoteWrite, model: PrometheusModel) => ({
  url,
  ...(Object.keys(headers).length > 0 ? { headers } : {}),
  ...client,
  ...(model.exemplars > 0 ? { send_exemplars: true } : {}),
  ...(model.nativeHistograms ? { send_native_histograms: true } : {}),
  ...(relabel.length > 0 ? { write_relabel_configs: relabel.map(prometheusRelabel) } : {}),
});
