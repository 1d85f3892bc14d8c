import { alertmanagerMetrics } from '../../lib/alertmanager/metrics.js';
import { alloyMetrics } from '../../lib/alloy/metrics.js';
import { blackboxExporterMetrics } from '../../lib/blackbox-exporter/metrics.js';
import {
  cadvisorMetrics,
  corednsMetrics,
  etcdMetrics,
  kubeApiserverMetrics,
  kubeControllerManagerMetrics,
  kubeletMetrics,
  kubeletProbesMetrics,
  kubeProxyMetrics,
  kubeSchedulerMetrics,
} from '../../lib/cluster/metrics.js';
import { grafanaMetrics } from '../../lib/grafana/metrics.js';
import { kubeStateMetricsMetrics } from '../../lib/kube-state-metrics/metrics.js';
import { lokiMetrics } from '../../lib/loki/metrics.js';
import type { MetricCatalogue } from '../../lib/model/metrics.js';
import { nodeExporterMetrics } from '../../lib/node-exporter/metrics.js';
import { prometheusMetrics } from '../../lib/prometheus/metrics.js';
import { prometheusAdapterMetrics } from '../../lib/prometheus-adapter/metrics.js';
import { nginxMetrics } from './nginx-metrics.js';

/** Those of a program's metrics that one of its pages shows. */
const those = (catalogue: MetricCatalogue, shows: (name: string) => boolean): MetricCatalogue => ({
  ...catalogue,
  metrics: Object.fromEntries(Object.entries(catalogue.metrics).filter(([name]) => shows(name))),
});

const isProbe = (name: string): boolean => name.startsWith('probe_');
const isOfObjects = (name: string): boolean => /^kube_(?!state_metrics_)/.test(name);

/** What each job shows, whoever scrapes it. */
export const catalogues: Readonly<Record<string, MetricCatalogue>> = {
  alertmanager: alertmanagerMetrics,
  alloy: alloyMetrics,
  'alloy-events': alloyMetrics,
  apiserver: kubeApiserverMetrics,
  'blackbox-exporter': those(blackboxExporterMetrics, (name) => !isProbe(name)),
  'blackbox-exporter-probes': those(blackboxExporterMetrics, isProbe),
  cadvisor: cadvisorMetrics,
  coredns: corednsMetrics,
  etcd: etcdMetrics,
  grafana: grafanaMetrics,
  'integrations/nginx': nginxMetrics,
  'kube-controller-manager': kubeControllerManagerMetrics,
  'kube-proxy': kubeProxyMetrics,
  'kube-scheduler': kubeSchedulerMetrics,
  'kube-state-metrics': those(kubeStateMetricsMetrics, isOfObjects),
  'kube-state-metrics-telemetry': those(kubeStateMetricsMetrics, (name) => !isOfObjects(name)),
  kubelet: kubeletMetrics,
  'kubelet-probes': kubeletProbesMetrics,
  loki: lokiMetrics,
  'node-exporter': nodeExporterMetrics,
  prometheus: prometheusMetrics,
  'prometheus-adapter': prometheusAdapterMetrics,
};
