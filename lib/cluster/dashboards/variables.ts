import type { Datasource } from '../../core/index.js';
import {
  chosen,
  clusterVariable,
  inCluster,
  inNamespace,
  labelVariable,
  type Variable,
} from '../../model/dashboard/index.js';
import { selector } from '../../model/promql.js';
import { recorded } from '../recorded.js';
import type { Watched } from '../watched.js';

/** One of them, the first at the start: what is below is about one. */
const one = { multi: false, includeAll: false } as const;

/** Matchers for the workload chosen. */
export const inWorkload = chosen('cluster', 'namespace', 'workload_type', 'workload');

/** Matchers for the pod chosen. */
export const inPod = chosen('cluster', 'namespace', 'pod');

/** Series of which each pod that runs has one: of its object, or of its containers. */
const ofPods = ({ objects }: Watched): string =>
  objects?.kinds.includes('pods') ? 'kube_pod_info' : 'container_memory_working_set_bytes';

/** The choice of a namespace that has pods. */
export const namespaceVariables = (
  watched: Watched,
  datasource: Datasource | undefined,
): readonly Variable[] => [
  clusterVariable(datasource),
  labelVariable({
    ...one,
    name: 'namespace',
    label: 'Namespace',
    datasource,
    query: selector(ofPods(watched), inCluster),
  }),
];

/** The choice of a workload: of all types, or of one. */
export const workloadVariables = (
  watched: Watched,
  datasource: Datasource | undefined,
): readonly Variable[] => [
  ...namespaceVariables(watched, datasource),
  labelVariable({
    name: 'workload_type',
    label: 'Type',
    datasource,
    query: selector(recorded.owner, inNamespace),
  }),
  labelVariable({
    ...one,
    name: 'workload',
    label: 'Workload',
    datasource,
    query: selector(recorded.owner, chosen('cluster', 'namespace', 'workload_type')),
  }),
];

/** The choice of a pod. */
export const podVariables = (
  watched: Watched,
  datasource: Datasource | undefined,
): readonly Variable[] => [
  ...namespaceVariables(watched, datasource),
  labelVariable({
    ...one,
    name: 'pod',
    label: 'Pod',
    datasource,
    query: selector(ofPods(watched), inNamespace),
  }),
];
