import { unreachable } from '../worlds/reachable.js';

export default [
  unreachable('CadvisorDown', 'cadvisor', 'warning'),
  unreachable('CoreDNSDown', 'coredns', 'critical'),
  unreachable('EtcdMemberDown', 'etcd', 'warning'),
  unreachable('KubeAPIDown', 'apiserver', 'critical'),
  unreachable('KubeControllerManagerDown', 'kube-controller-manager', 'critical'),
  unreachable('KubeProxyDown', 'kube-proxy', 'warning'),
  unreachable('KubeSchedulerDown', 'kube-scheduler', 'critical'),
  unreachable('KubeletDown', 'kubelet', 'warning'),
  unreachable('KubeletProbesDown', 'kubelet-probes', 'info'),
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
