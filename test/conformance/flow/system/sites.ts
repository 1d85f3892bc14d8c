import { Duration } from 'cdk8s';
import type { StackFacts } from '../../../../charts/index.js';
import { example } from '../../../../sites/example.js';

const { alerts } = example;
if (alerts.none !== undefined) throw new Error('the example site tells nobody of alerts');

/**
 * The site whose stack runs: the example, with Alertmanagers that must agree with each other, and that say it soon. The
 * third of them waits half a minute for the others, and would be too late for a shorter interval.
 */
export const flowSite: StackFacts = {
  ...example,
  replicas: { prometheus: 1, alertmanager: 3 },
  alerts: { ...alerts, groupWait: Duration.seconds(5), groupInterval: Duration.seconds(45) },
};
