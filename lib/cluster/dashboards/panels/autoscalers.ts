import { type Asking, asking, type Datasource } from '../../../core/index.js';
import {
  chosen,
  type Panel,
  type Row,
  row,
  table,
  timeseries,
} from '../../../model/dashboard/index.js';
import type { Matcher } from '../../../model/promql.js';
import { alone, requests } from '../../promised.js';

/** Name of the label that tells autoscalers apart. */
export const autoscaler = 'horizontalpodautoscaler';
const each = `cluster, namespace, ${autoscaler}`;
const prefix = `kube_${autoscaler}`;
/** Of which metric, and whether it is an average over pods, a share of requests, or a value as such. */
const driver = `${each}, metric_name, metric_target_type`;

const columns = [
  { label: 'cluster', title: 'Cluster' },
  { label: 'namespace', title: 'Namespace' },
  { label: autoscaler, title: 'Autoscaler' },
] as const;

/** What autoscalers are told and have found, by a number each. */
function numbers({ of }: Asking) {
  const max = (metric: string, by: string) => `max by (${by}) (${of(`${prefix}_${metric}`)})`;
  const now = max('status_target_metric', driver);
  const target = max('spec_target_metric', driver);
  return {
    current: max('status_current_replicas', each),
    desired: max('status_desired_replicas', each),
    min: max('spec_min_replicas', each),
    max: max('spec_max_replicas', each),
    now,
    target,
    ofTarget: `${now} / ${target}`,
  };
}

/** Words for what an autoscaler waits for, by the numbers of {@link waitsFor}. */
const states = {
  0: { text: 'nothing: it fits' },
  1: { text: 'a metric: it has none', severity: 'critical' },
  2: { text: 'leave to scale', severity: 'critical' },
  3: { text: 'a higher maximum', severity: 'warning' },
  4: { text: 'pods that start' },
  5: { text: 'pods that end' },
  6: { text: 'the load to stay low' },
} as const;

/**
 * What an autoscaler waits for: the first of these that holds. A tenth more or less than the target is
 * none, as the controller sees it.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
function waitsFor(ask: Asking): string {
  const { current, desired, min, max, ofTarget } = numbers(ask);
  const is = (condition: string, value: 0 | 1) =>
    `max by (${each}) (${ask.of(`${prefix}_status_condition`, { condition, status: 'true' })}) == ${value}`;
  const most = `max by (${each}) (${ofTarget})`;
  const answers: readonly string[] = [
    is('ScalingActive', 0),
    is('AbleToScale', 0),
    `(${is('ScalingLimited', 1)}) and ${desired} >= ${max}`,
    `${desired} > ${current}`,
    `${desired} < ${current}`,
    `${most} < 0.9 and ${current} > ${min}`,
  ];
  return [...answers.map((holds, i) => `0 * (${holds}) + ${i + 1}`), `0 * ${current}`].join(' or ');
}

/** What each autoscaler does, what drives it, and what it waits for. */
export function autoscalerTables(prometheus: Datasource | undefined): readonly (Panel | Row)[] {
  const its = asking(prometheus, chosen('cluster', 'namespace', autoscaler));
  const { ask } = its;
  const { current, desired, min, max, now, target, ofTarget } = numbers(its);
  const replicas = [current, desired, min, max].map((expr) => ask(expr));
  const titles = ['Current', 'Desired', 'Min', 'Max'];
  const waits = ask(waitsFor(its));
  const drivers = [now, target, ofTarget].map((expr) => ask(expr));
  const [isNow = waits, isTarget = waits, share = waits] = drivers;
  return [
    table({
      title: 'What each autoscaler does',
      description:
        'Replicas there are and it wants, between the fewest and the most it may want, and what it waits for.',
      queries: [...replicas, waits],
      columns: [
        ...columns,
        ...replicas.map((value, i) => ({ value, title: titles[i] ?? '', unit: 'short' as const })),
        { value: waits, title: 'Waits for', unit: 'none', mappings: states, thresholds: 'none' },
      ],
    }),
    table({
      title: 'What drives it',
      description:
        'Each metric as the autoscaler saw it last, and what it should be. The one highest above its target decides.',
      queries: drivers,
      columns: [
        ...columns,
        { label: 'metric_name', title: 'Metric' },
        { label: 'metric_target_type', title: 'As', width: 110 },
        { value: isNow, title: 'Now', unit: 'short', decimals: 2, width: 100 },
        { value: isTarget, title: 'Target', unit: 'short', decimals: 2, width: 100 },
        {
          value: share,
          title: 'Of target',
          unit: 'percentunit',
          width: 110,
          thresholds: { above: { warning: 1.1, critical: 2 } },
        },
      ],
      sortBy: 'Of target',
    }),
    row('Over time'),
    timeseries({
      title: 'Replicas',
      description: 'Wanted and there. Apart for long: no node has room, or pods do not get ready.',
      unit: 'short',
      queries: [
        ask(desired, `{{${autoscaler}}} desired`),
        ask(current, `{{${autoscaler}}} current`),
        ask(max, `{{${autoscaler}}} max`),
      ],
    }),
    timeseries({
      title: 'Of target',
      description: 'Each metric as a share of its target. Between 0.9 and 1.1 nothing is done.',
      unit: 'percentunit',
      thresholds: { above: { warning: 1.1 } },
      queries: [ask(ofTarget, `{{${autoscaler}}} {{metric_name}}`)],
    }),
  ];
}

/** What a ReplicaSet's name has behind that of its Deployment. */
const generation = '-[^-]+';

/** Pods of what the autoscalers chosen scale. */
function scaled({ of }: Asking, pods: Asking): string {
  const target = 'scaletargetref_name';
  const owned = (kind: Matcher, name: string) =>
    `label_replace(${pods.of('kube_pod_info', { created_by_kind: kind })}, "${target}", "$1", "created_by_name", "${name}")`;
  return `((${owned('ReplicaSet', `(.+)${generation}`)} or ${owned({ not: 'ReplicaSet' }, '(.+)')}) and on (cluster, namespace, ${target}) ${of(`${prefix}_info`)})`;
}

/** CPU of each pod that is scaled, as autoscalers reckon it, and what they want it to be. */
export function cpuOfRequests(prometheus: Datasource | undefined): Panel {
  const its = asking(prometheus, chosen('cluster', 'namespace', autoscaler));
  const pods = asking(prometheus, chosen('cluster', 'namespace'));
  const by = (expr: string) => `sum by (cluster, namespace, pod) (${expr})`;
  const cpu = pods.rate('container_cpu_usage_seconds_total', alone);
  const target = its.of(`${prefix}_spec_target_metric`, {
    metric_name: 'cpu',
    metric_target_type: 'utilization',
  });
  return timeseries({
    title: 'CPU of requests, by pod',
    description:
      'Cores in use as a share of those requested, of the pods that are scaled, and the average they should have.',
    unit: 'percentunit',
    queries: [
      pods.ask(
        `${by(cpu)} / ${by(requests(pods, 'cpu'))} and on (cluster, namespace, pod) ${scaled(its, pods)}`,
        '{{pod}}',
      ),
      // Kubernetes has it in percent.
      pods.ask(`max by (${each}) (${target}) / 100`, `target of {{${autoscaler}}}`),
    ],
  });
}
