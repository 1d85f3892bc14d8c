import { unreachable } from '../worlds/reachable.js';

export default [
  unreachable('KubeAPIDown', 'apiserver', 'critical'),
  unreachable('LokiDown', 'loki', 'critical'),
  unreachable('AlertmanagerDown', 'alertmanager', 'warning'),
  unreachable('AlloyDown', 'alloy', 'warning'),
  unreachable('BlackboxExporterDown', 'blackbox-exporter', 'warning'),
  unreachable('GrafanaDown', 'grafana', 'warning'),
  unreachable('KubeStateMetricsDown', 'kube-state-metrics', 'warning'),
  unreachable('NodeExporterDown', 'node-exporter', 'warning'),
  unreachable('PrometheusAdapterDown', 'prometheus-adapter', 'warning'),
  unreachable('PrometheusDown', 'prometheus', 'warning'),
];
