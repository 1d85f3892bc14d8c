import {
  type Checks,
  checkProps,
  isNamespace,
  isText,
  listOf,
  oneOf,
  refuse,
} from '../../core/index.js';
import { block, component } from '../../model/alloy.js';
import type { Feature, Surroundings } from '../feature.js';
import { scopesOf, shared } from './scope.js';

/** How Kubernetes events are collected. */
export interface ClusterEventsOptions {
  /** Namespaces whose events are read. @default - all */
  readonly namespaces?: readonly string[];
  /** How an event is written as a line, and parsed again by the LogQL stage of the same name. @default 'logfmt' */
  readonly format?: 'logfmt' | 'json';
  /** Value of the label `job`. @default 'kubernetes-events' */
  readonly job?: string;
}

const checks: Checks<ClusterEventsOptions> = {
  namespaces: listOf(isNamespace),
  format: oneOf('logfmt', 'json'),
  job: isText,
};

const label = 'cluster_events';

/**
 * Kubernetes events as log lines, with the labels `cluster, namespace, job`.
 *
 * An event may come more than once; equal lines of one time are one line in Loki. After a restart it goes
 * on behind the newest event it sent: one that the API tells late, with an older time, may be missed. What
 * Loki had not taken yet when Alloy crashed is lost.
 *
 * @throws on an Alloy of which there is one on every node: each would bring every event
 * @see https://grafana.com/docs/alloy/latest/reference/components/loki/loki.source.kubernetes_events/
 */
export function clusterEvents(alloy: Surroundings, options: ClusterEventsOptions): Feature {
  const where = `${alloy.where}: collectClusterEvents`;
  checkProps(where, options, checks);
  const { namespaces, format = 'logfmt', job = 'kubernetes-events' } = options;
  if (alloy.runsOn === 'every-node')
    refuse(
      where,
      'runsOn "every-node" would bring each event once a node',
      "make an Alloy that runs on 'cluster'",
    );
  if (namespaces?.length === 0)
    refuse(where, 'namespaces "[]" names none', 'leave it out, or name some');
  const { configMap } = alloy;
  return {
    collects: 'logs',
    events: { job, format },
    blocks: ({ logs }) => {
      const process = component('loki.process', label, { forward_to: logs }, [
        // The name of the block below, the same on every event.
        block('stage.label_drop', { values: ['instance'] }),
      ]);
      const source = component(
        'loki.source.kubernetes_events',
        label,
        {
          job_name: job,
          log_format: format,
          namespaces: namespaces && [...new Set(namespaces)].sort(),
          forward_to: [process.export('receiver')],
        },
        shared(alloy),
        'Kubernetes events.',
      );
      return [gate(alloy), source, process];
    },
    permissions: [
      ...scopesOf(namespaces).map((scope) => ({ scope, permission: watchEvents })),
      {
        scope: { namespace: configMap.namespace },
        permission: { ...readItself, names: [configMap.name] },
      },
    ],
  };
}

const watchEvents = {
  apiGroup: '',
  resources: ['events'],
  verbs: ['list', 'watch'],
  reason: 'collects events',
} as const;

const readItself = {
  apiGroup: '',
  resources: ['configmaps'],
  verbs: ['get'],
  reason: 'finds out at its start whether the API can be reached',
} as const;

/**
 * Lets Alloy start only where the API answers. As a pod begins, its way there may not be open yet: the block
 * that watches events then gives up for good, and passes for healthy.
 *
 * @see https://github.com/grafana/k8s-monitoring-helm/issues/1429
 */
const gate = ({ configMap }: Surroundings) =>
  component(
    'remote.kubernetes.configmap',
    label,
    configMap,
    [],
    'Fails where the API cannot be reached, and Alloy is started again.',
  );
