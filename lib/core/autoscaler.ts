import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-30';
import { refuse } from '../model/refusal.js';
import {
  type Check,
  type Checks,
  faultIn,
  integer,
  isDuration,
  isText,
  listOf,
  required,
} from './check.js';
import { kinds } from './check-nested.js';
import type { Workload } from './workload.js';

/** A metric of pods that the custom metrics API answers, by its name there. */
export interface PodMetric {
  readonly name: string;
}

/** What an autoscaler goes by. */
export type ScaleBy =
  /** CPU in use, as a share of what all containers of a pod request. */
  | { readonly kind: 'cpu'; readonly share: number }
  /** A metric of the pods, in its own unit, as their average. */
  | { readonly kind: 'pods'; readonly metric: string; readonly average: number };

/** Replicas that an autoscaler counts. */
export interface Scale {
  /** Fewest replicas. */
  readonly min: number;
  /** Most replicas. */
  readonly max: number;
  /** What they must bear, the one that asks for most replicas deciding. */
  readonly by: readonly ScaleBy[];
  /** How long fewer must be enough before any go. @default Duration.minutes(5) */
  readonly settle?: Duration;
}

/**
 * Replicas enough that pods use this share of the CPU they request.
 *
 * @param share 0.7 for seven tenths; more than 1 where no limit is set
 */
export const byCpu = (share: number): ScaleBy => ({ kind: 'cpu', share });

/**
 * Replicas enough that pods show this much of a metric on average, in its own unit.
 *
 * @example
 * byPodMetric(requestsPerSecond, 20)
 */
export const byPodMetric = ({ name }: PodMetric, average: number): ScaleBy => ({
  kind: 'pods',
  metric: name,
  average,
});

const isAmount: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0.001
    ? undefined
    : { rule: 'is not an amount', remedy: 'give 0.001 or more' };

const isScaleBy = kinds<ScaleBy, 'kind'>('kind', {
  cpu: { share: required(isAmount) },
  pods: { metric: required(isText), average: required(isAmount) },
});

const checks: Checks<Scale> = {
  min: required(integer(1, 1000)),
  max: required(integer(1, 1000)),
  by: required(listOf(isScaleBy)),
  settle: isDuration(Duration.seconds(1)),
};

/** The fewest and the most replicas of a workload. */
export const replicaRange = ({ props: { replicas = 1 } }: Workload): Pick<Scale, 'min' | 'max'> =>
  typeof replicas === 'object' ? replicas : { min: replicas, max: replicas };

/**
 * Refuses replicas that no autoscaler could count.
 *
 * @throws on numbers out of range, on nothing to go by or to decide, on what is no Deployment
 */
export function checkScale(where: string, kind: string, scale: Scale): void {
  const fault = faultIn(scale, checks);
  if (fault) refuse(`${where}: replicas${fault.within}`, fault.rule, fault.remedy);
  const { min, max, by } = scale;
  if (kind !== 'Deployment')
    refuse(
      where,
      `replicas of a ${kind} are counted by an autoscaler`,
      'give a number: only those of a Deployment come and go without a trace',
    );
  if (max <= min)
    refuse(
      where,
      `replicas have min ${min} and max ${max}, which leaves nothing to decide`,
      'give a larger max, or a number in place of both',
    );
  if (by.length === 0)
    refuse(where, 'replicas have nothing to go by', 'give by: [byCpu(0.7)], or more');
}

/**
 * Makes the object that counts a workload's replicas: up at once, down by half a minute at most.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function createAutoscaler(workload: Workload, scale: Scale): void {
  const { min, max, by, settle = Duration.minutes(5) } = scale;
  new k8s.KubeHorizontalPodAutoscalerV2(workload, 'Autoscaler', {
    metadata: workload.metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: workload.props.kind, name: workload.name },
      minReplicas: min,
      maxReplicas: max,
      metrics: by.map(metricSpec),
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: settle.toSeconds(),
          selectPolicy: 'Max',
          policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
        },
      },
    },
  });
}

const metricSpec = (by: ScaleBy): k8s.MetricSpecV2 =>
  by.kind === 'cpu'
    ? {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: Math.round(by.share * 100) },
        },
      }
    : {
        type: 'Pods',
        pods: {
          metric: { name: by.metric },
          target: { type: 'AverageValue', averageValue: amount(by.average) },
        },
      };

/** As the API server would write it: of a fraction it makes thousandths. */
const amount = (value: number): k8s.Quantity =>
  k8s.Quantity.fromString(Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}m`);
