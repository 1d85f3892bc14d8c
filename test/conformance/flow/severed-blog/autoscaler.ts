import type { V2HorizontalPodAutoscaler } from '@kubernetes/client-node';
import type { System } from '../system/system.js';
import { blogParts } from './parts.js';

/** What the autoscaler of the blog says of itself. */
export interface Scaling {
  readonly desired: number;
  /** Average requests a second of a pod, as it has last read them. */
  readonly requests: string | undefined;
  /** CPU in use, in hundredths of what is requested. */
  readonly cpu: number | undefined;
  /** Conditions that are not met: `ScalingActive: FailedGetPodsMetric, …`. */
  readonly troubles: readonly string[];
}

/** Conditions that say that it cannot work; the third one, that a limit was met. */
const vital = ['AbleToScale', 'ScalingActive'];

/** The state of the blog's autoscaler, now. */
export async function scalingOf({ kubectl }: Pick<System, 'kubectl'>): Promise<Scaling> {
  const { namespace, name } = blogParts.blog;
  const where = [`--namespace=${namespace}`, '--output=json'];
  const text = await kubectl.ok(['get', 'horizontalpodautoscaler', name, ...where]);
  // The API server's own JSON.
  const { status } = JSON.parse(text) as V2HorizontalPodAutoscaler;
  const metrics = status?.currentMetrics ?? [];
  const conditions = status?.conditions ?? [];
  return {
    desired: status?.desiredReplicas ?? 0,
    requests: metrics.find((one) => one.pods)?.pods?.current.averageValue,
    cpu: metrics.find((one) => one.resource)?.resource?.current.averageUtilization,
    troubles: conditions
      .filter(({ type, status: is }) => vital.includes(type) && is !== 'True')
      .map(({ type, reason, message }) => `${type}: ${reason}, ${message}`),
  };
}

/** One line of it. */
export const scalingText = ({ desired, requests, cpu, troubles }: Scaling): string =>
  [`${desired} pods`, `requests ${requests}`, `CPU ${cpu}%`, ...troubles].join(', ');
