import { Duration } from 'cdk8s';
import type { StackFacts } from '../../../../charts/index.js';
import { example } from '../../../../sites/example.js';
import type { Flags } from '../../cluster/control-plane.js';
import { type MakeApp, stackOf } from '../../cluster/stack.js';
import { siteHost } from './outside.js';
import { type Surroundings, surroundings } from './surroundings.js';

/** A whole system: what is applied, and the cluster that it is for. */
export interface Whole {
  readonly make: MakeApp;
  readonly surroundings: Surroundings;
  /** More flags of the cluster's controllers. @default {} */
  readonly controllers?: Flags;
}

/** The stack of a site that names no storage class, behind the gateway's Envoy. */
export const stack = (facts: StackFacts): Whole => ({
  make: stackOf(facts),
  surroundings: surroundings('folder', {
    namespace: 'envoy-gateway-system',
    name: 'envoy',
    containerPort: 10443,
  }),
});

const { alerts } = example;
if (alerts.none !== undefined) throw new Error('the example site tells nobody of alerts');

/**
 * The site whose stack runs: the example, with Alertmanagers that must agree with each other, and that say it soon. The
 * third of them waits half a minute for the others, and would be too late for a shorter interval.
 */
export const flowSite: StackFacts = {
  ...example,
  hosts: { grafana: siteHost },
  replicas: { prometheus: 1, alertmanager: 3 },
  alerts: { ...alerts, groupWait: Duration.seconds(5), groupInterval: Duration.seconds(45) },
};
