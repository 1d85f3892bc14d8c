import { kubeletJob, type RuleContext } from '../../core/index.js';
import type { AlertRule, Rule, RuleGroup } from '../../model/rule.js';
import { scraped, type Watched } from '../watched.js';
import { apiServerRules } from './api-server.js';
import { availabilityRules } from './availability.js';
import { capacityRules, quotaRules, throttlingRules } from './capacity.js';
import { clientRules } from './clients.js';
import { controlPlaneRules } from './control-plane.js';
import { controllerRules } from './controllers.js';
import { dnsRules } from './dns.js';
import { etcdRules } from './etcd.js';
import { ofShownKinds } from './kinds.js';
import { kubeletRules } from './kubelet.js';
import { evictionRules, nodeRules, podRoomRules } from './nodes.js';
import { podRules } from './pods.js';
import { recordingRules } from './recordings.js';
import { scalingRules, taskRules } from './tasks.js';
import { fillingRules, volumeStateRules } from './volumes.js';

/** Rules for those parts and objects of a cluster whose series are there. */
export function clusterRules(
  name: string,
  watched: Watched,
  context: RuleContext,
): readonly RuleGroup[] {
  const there = scraped(watched, context);
  const rules: Readonly<Record<string, readonly Rule[]>> = {
    [name]: availabilityRules(there.jobs, context),
    [`${name}-api-server`]: apiServerRules(there.jobs),
    [`${name}-clients`]: clientRules(there.jobs),
    [`${name}-control-plane`]: controlPlaneRules(there.jobs),
    [`${name}-dns`]: dnsRules(there.jobs),
    [`${name}-etcd`]: etcdRules(there.jobs),
    [`${name}-kubelet`]: kubeletRules(there.jobs),
    [`${name}-workloads`]: ofObjects(there, podRules, controllerRules, taskRules, scalingRules),
    [`${name}-resources`]: [
      ...ofObjects(there, capacityRules, quotaRules),
      ...ofJob(there, 'cadvisor', throttlingRules),
    ],
    [`${name}-volumes`]: [
      ...ofJob(there, kubeletJob, (job) => fillingRules(job, there.objects)),
      ...ofObjects(there, volumeStateRules),
    ],
    [`${name}-nodes`]: [
      ...ofObjects(there, nodeRules),
      ...ofJob(there, kubeletJob, evictionRules, (job) =>
        ofObjects(there, (objects) => podRoomRules(job, objects)),
      ),
    ],
    [`${name}-recordings`]: recordingRules(there),
  };
  return Object.entries(rules)
    .filter(([, all]) => all.length > 0)
    .map(([group, all]) => ({ name: group, language: 'promql', rules: all }));
}

/** Rules on what one job shows. */
type OfJob = (job: string) => readonly AlertRule[];

const ofJob = ({ jobs }: Watched, job: string, ...rules: readonly OfJob[]): readonly AlertRule[] =>
  jobs.has(job) ? rules.flatMap((make) => make(job)) : [];

/** Those on the state of objects, of kinds that are shown. */
const ofObjects = ({ objects }: Watched, ...rules: readonly OfJob[]): readonly AlertRule[] =>
  objects
    ? ofShownKinds(
        rules.flatMap((make) => make(objects.job)),
        objects,
      )
    : [];
