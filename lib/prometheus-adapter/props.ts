import type { Duration } from 'cdk8s';
import {
  type Checks,
  type Component,
  type ComponentProps,
  componentChecks,
  isDuration,
  isFlag,
  oneOf,
} from '../core/index.js';
import { isServingCertificate, type ServingCertificate } from './certificate.js';

/** What an adapter is told as it is made. */
export interface PrometheusAdapterProps extends ComponentProps {
  /** Two, so that autoscaling goes on while a node is emptied. @default 1 */
  readonly replicas?: 1 | 2;
  /**
   * Where its certificate comes from.
   * @default - { kind: 'self-signed' }: the API server does not verify it, which the summary shows
   */
  readonly servingCertificate?: ServingCertificate;
  /**
   * Whether it serves use of CPU and memory as well, in place of metrics-server: from the series of cAdvisor
   * and of node-exporter, which both must be there and carry `node`.
   * @default false
   */
  readonly resourceMetrics?: boolean;
  /** Time that use of CPU is taken over. @default - four scrape intervals, in whole minutes */
  readonly resourceWindow?: Duration;
}

const checks: Checks<PrometheusAdapterProps> = {
  ...componentChecks,
  replicas: oneOf(1, 2),
  servingCertificate: isServingCertificate,
  resourceMetrics: isFlag,
  resourceWindow: isDuration(),
};

/**
 * Refuses props that cannot be.
 *
 * @throws on resource metrics where the platform brings metrics-server; on their window without them
 */
export function checkAdapter(component: Component, props: PrometheusAdapterProps): void {
  component.check(props, checks);
  const { name, brings } = component.site.platform;
  if (props.resourceMetrics && brings.includes('metrics-server'))
    component.refuse(
      `resourceMetrics true is refused, as platform "${name}" brings metrics-server`,
      'leave it out: one program can serve metrics.k8s.io',
    );
  if (props.resourceWindow && !props.resourceMetrics)
    component.refuse(
      `resourceWindow "${props.resourceWindow.toHumanString()}" is of no use without resourceMetrics`,
      'set resourceMetrics, or leave it out',
    );
}
