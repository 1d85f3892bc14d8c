import type { Image } from './image.js';

/** Every image this library runs, pinned by tag. */
export const images = {
  alertmanager: { registry: 'quay.io', repository: 'prometheus/alertmanager', tag: 'v0.34.2' },
  alloy: { registry: 'docker.io', repository: 'grafana/alloy', tag: 'v1.19.0' },
  blackboxExporter: {
    registry: 'quay.io',
    repository: 'prometheus/blackbox-exporter',
    tag: 'v0.28.0',
  },
  configReloader: {
    registry: 'quay.io',
    repository: 'prometheus-operator/prometheus-config-reloader',
    tag: 'v0.93.1',
  },
  grafana: { registry: 'docker.io', repository: 'grafana/grafana', tag: '13.2.3' },
  kubeStateMetrics: {
    registry: 'registry.k8s.io',
    repository: 'kube-state-metrics/kube-state-metrics',
    tag: 'v2.20.0',
  },
  loki: { registry: 'docker.io', repository: 'grafana/loki', tag: '3.7.8' },
  nodeExporter: { registry: 'quay.io', repository: 'prometheus/node-exporter', tag: 'v1.12.1' },
  prometheus: { registry: 'quay.io', repository: 'prometheus/prometheus', tag: 'v3.15.0' },
  prometheusAdapter: {
    registry: 'registry.k8s.io',
    repository: 'prometheus-adapter/prometheus-adapter',
    tag: 'v0.12.0',
  },
} as const satisfies Readonly<Record<string, Image>>;
