import type { V1Pod } from '@kubernetes/client-node';
import { quantityUnits } from '../../../../lib/model/units.js';

/** What a group may use at most, and what it was promised; 0 where nothing is said. */
export interface Spec {
  readonly cpuRequest: number;
  readonly cpuLimit: number;
  readonly memoryLimit: number;
}

/** Nothing said. */
export const unbound: Spec = { cpuRequest: 0, cpuLimit: 0, memoryLimit: 0 };

const all = ({ spec }: V1Pod) => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];

/** The image of one container of a pod. */
export const imageOf = (pod: V1Pod, container: string): string =>
  all(pod).find(({ name }) => name === container)?.image ?? '';

/** What a pod says of one of its containers. */
export function specOf(pod: V1Pod, container: string): Spec {
  const { requests, limits } = all(pod).find(({ name }) => name === container)?.resources ?? {};
  return {
    cpuRequest: amount(requests?.cpu),
    cpuLimit: amount(limits?.cpu),
    memoryLimit: amount(limits?.memory),
  };
}

/** What a quantity of the API means: `250m`, `2`, `64Mi`. */
function amount(quantity = '0'): number {
  const [, number = '', unit = ''] = /^([\d.]+)(\w*)$/.exec(quantity) ?? [];
  const units = new Map<string, number>([['m', 0.001], ...quantityUnits]);
  return Number(number) * (units.get(unit) ?? Number.NaN);
}

/** The spec of a whole pod: it is bound where all of its containers are. */
export function added(specs: readonly Spec[]): Spec {
  const sum = (of: keyof Spec) => specs.reduce((total, spec) => total + spec[of], 0);
  const bound = (of: keyof Spec) => (specs.every((spec) => spec[of] > 0) ? sum(of) : 0);
  return {
    cpuRequest: sum('cpuRequest'),
    cpuLimit: bound('cpuLimit'),
    memoryLimit: bound('memoryLimit'),
  };
}
