import { asking, type Datasource } from '../../../core/index.js';
import {
  inCluster,
  inNamespace,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';
import { restartTable } from './restarts.js';

const noValue = 'nothing, or no kube-state-metrics';

/**
 * What is wanted of the cluster and is not there, as kube-state-metrics shows it. Without one these panels
 * are empty, and say so.
 */
export function workloadPanels(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const { of, ask } = asking(prometheus, inNamespace);
  // What belongs to no namespace, or is asked of all of them.
  const cluster = asking(prometheus, inCluster);
  return [
    row('What is wanted and not there'),
    timeseries({
      title: 'Pods that do not run',
      description: 'Pods by phase. Pending: no node has room. Failed: see their last words.',
      unit: 'short',
      noValue,
      queries: [
        ask(
          `sum by (cluster, phase) (${of('kube_pod_status_phase', { phase: { re: 'Pending|Failed|Unknown' } })}) > 0`,
          '{{phase}}',
        ),
      ],
    }),
    timeseries({
      title: 'Replicas missing',
      description: 'Replicas of Deployments that are wanted and not available, by namespace.',
      unit: 'short',
      noValue,
      queries: [
        ask(
          `sum by (cluster, namespace) (${of('kube_deployment_spec_replicas')} - ${of('kube_deployment_status_replicas_available')} > 0)`,
          '{{namespace}}',
        ),
      ],
    }),
    timeseries({
      title: 'Nodes not ready',
      description: 'Nodes that take no pods, or are short of something, by condition.',
      unit: 'short',
      noValue,
      queries: [
        ask(
          `sum by (cluster) (${cluster.of('kube_node_status_condition', { condition: 'Ready', status: { not: 'true' } })}) > 0`,
          'not ready',
        ),
        ask(
          `sum by (cluster, condition) (${cluster.of('kube_node_status_condition', { condition: { re: '.+Pressure' }, status: 'true' })}) > 0`,
          '{{condition}}',
        ),
      ],
    }),
    timeseries({
      title: 'Memory promised',
      description:
        'Memory that pods request, as a share of what nodes have for them. Above 1, pods stay pending.',
      unit: 'percentunit',
      noValue,
      queries: [
        ask(
          `sum by (cluster) (${cluster.of('kube_pod_container_resource_requests', { resource: 'memory' })}) / sum by (cluster) (${cluster.of('kube_node_status_allocatable', { resource: 'memory' })})`,
          '{{cluster}}',
        ),
      ],
    }),
    restartTable(prometheus),
  ];
}
