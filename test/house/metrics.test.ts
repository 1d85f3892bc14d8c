import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { images } from '../../lib/core/images.js';
import { exposedNames, type MetricCatalogue } from '../../lib/model/metrics.js';
import { labelNameError, metricNameError } from '../../lib/model/promql.js';

const lib = join(import.meta.dirname, '../../lib');
const rooms = readdirSync(lib, { recursive: true })
  .map(String)
  .filter((file) => /^(?!model\/)[^/]+\/metrics\.ts$/.test(file))
  .map(dirname);

/** Every catalogue of every room, by the name it is exported under. */
const catalogues: Readonly<Record<string, MetricCatalogue>> = Object.assign(
  {},
  ...(await Promise.all(rooms.map((room) => import(`../../lib/${room}/metrics.ts`)))),
);

/** Of each catalogue, how much it held when it was written: less is a page that was not looked at. */
const expected: Readonly<
  Record<string, { readonly version: string; readonly metrics: number; readonly unseen: number }>
> = {
  alertmanagerMetrics: { version: images.alertmanager.tag, metrics: 124, unseen: 1 },
  alloyMetrics: { version: images.alloy.tag, metrics: 257, unseen: 4 },
  blackboxExporterMetrics: { version: images.blackboxExporter.tag, metrics: 68, unseen: 0 },
  grafanaMetrics: { version: images.grafana.tag, metrics: 75, unseen: 75 },
  kubeStateMetricsMetrics: { version: images.kubeStateMetrics.tag, metrics: 387, unseen: 0 },
  lokiMetrics: { version: images.loki.tag, metrics: 499, unseen: 15 },
  nodeExporterMetrics: { version: images.nodeExporter.tag, metrics: 987, unseen: 3 },
  prometheusAdapterMetrics: { version: images.prometheusAdapter.tag, metrics: 146, unseen: 0 },
  prometheusMetrics: { version: images.prometheus.tag, metrics: 330, unseen: 9 },
  scrapeMetrics: { version: images.prometheus.tag, metrics: 10, unseen: 10 },
  // No images of ours: these come with the cluster, and one version of them is as good as another.
  cadvisorMetrics: { version: 'v1.37.1', metrics: 95, unseen: 95 },
  corednsMetrics: { version: 'v1.14.6', metrics: 71, unseen: 7 },
  etcdMetrics: { version: 'v3.7.3', metrics: 140, unseen: 3 },
  kubeApiserverMetrics: { version: 'v1.37.1', metrics: 285, unseen: 9 },
  kubeControllerManagerMetrics: { version: 'v1.37.1', metrics: 216, unseen: 9 },
  kubeProxyMetrics: { version: 'v1.37.1', metrics: 30, unseen: 30 },
  kubeSchedulerMetrics: { version: 'v1.37.1', metrics: 175, unseen: 2 },
  kubeletMetrics: { version: 'v1.37.1', metrics: 270, unseen: 51 },
  kubeletProbesMetrics: { version: 'v1.37.1', metrics: 2, unseen: 2 },
};

/** Names that rules read, which appear only after something went wrong. */
const needed: Readonly<Record<string, readonly string[]>> = {
  alertmanagerMetrics: [
    'alertmanager_config_last_reload_successful',
    'alertmanager_notifications_failed_total',
  ],
  alloyMetrics: [
    'alloy_component_controller_running_components',
    'alloy_config_last_load_successful',
    'loki_source_file_read_bytes_total',
    'loki_write_dropped_entries_total',
    'prometheus_remote_storage_samples_failed_total',
  ],
  lokiMetrics: ['loki_discarded_samples_total', 'loki_request_duration_seconds_bucket'],
  prometheusMetrics: [
    'prometheus_remote_storage_samples_dropped_total',
    'prometheus_remote_storage_samples_failed_total',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
  ],
};

describe('metric catalogues', () => {
  it('are those listed here', () => {
    expect(Object.keys(catalogues).sort()).toEqual(Object.keys(expected).sort());
  });

  describe.each(Object.entries(catalogues))('%s', (name, catalogue) => {
    const metrics = Object.entries(catalogue.metrics);
    const unseen = metrics.filter(([, metric]) => metric.source !== undefined);

    it('is of the version that runs', () => {
      expect(catalogue.version).toBe(expected[name]?.version.replace(/^v/, ''));
    });

    it('holds no less than when it was written', () => {
      expect(metrics.length).toBeGreaterThanOrEqual(expected[name]?.metrics ?? Infinity);
    });

    it('has as many metrics by hand as are accounted for', () => {
      expect(unseen.length).toBe(expected[name]?.unseen);
    });

    it('has names and labels that every tool reads', () => {
      const faults = metrics
        .flatMap(([metric, { labels }]) => [metricNameError(metric), ...labels.map(labelNameError)])
        .filter((fault) => fault !== undefined);
      expect(faults).toEqual([]);
    });

    it('has each label once, in order, and none that its type implies', () => {
      const faults = metrics.filter(([, { labels }]) => {
        const sorted = [...new Set(labels)].sort();
        return (
          sorted.join() !== labels.join() || ['le', 'quantile'].some((l) => labels.includes(l))
        );
      });
      expect(faults).toEqual([]);
    });

    it('says on which page each metric stands that was not seen', () => {
      // A branch would lead to another text every day.
      const page = /^https:\/\/(?!github\.com\/\S+\/blob\/(main|master)\/)[^\s"]+$/;
      expect(unseen.filter(([, { source }]) => !page.test(source ?? ''))).toEqual([]);
    });
  });

  it.each(Object.entries(needed))('%s has what rules read after a failure', (name, names) => {
    const catalogue = catalogues[name];
    const exposed = catalogue ? exposedNames(catalogue) : new Map();
    expect(names.filter((series) => !exposed.has(series))).toEqual([]);
  });
});
