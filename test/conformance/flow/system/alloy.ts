import type { Change } from '../../cluster/stack.js';
import { program } from '../../programs.js';

/** Whether the pods of Alloy run what they say, and carry logs. */
export const hasAlloy = (): boolean => program('alloy') !== undefined;

const workloads = [
  ['DaemonSet', 'alloy'],
  ['StatefulSet', 'alloy-events'],
] as const;

/** Without Alloy's program its pods are stand-ins: whoever talks to them still finds them. */
export const withoutAlloy: Change = (get) => {
  for (const [kind, name] of workloads)
    get(kind, name).spec.template.spec.containers[0].image = 'conformance/stand-in';
};
