import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { refuse } from '../model/refusal.js';
import { bytes } from '../model/units.js';
import { type Check, type Checks, checkProps, isSize, required } from './check.js';
import type { Resources } from './container.js';

const isCpu: Check = (v) =>
  v instanceof Cpu
    ? undefined
    : { rule: 'is not a Cpu', remedy: "give Cpu.millis(100), from 'cdk8s-plus-30'" };
/** Less is a slip of the unit: no program runs in it. */
const isMemory = isSize(Size.mebibytes(1));
const resourceChecks: Checks<Resources> = {
  cpu: required(isCpu),
  memory: required(isMemory),
  memoryLimit: isMemory,
  cpuLimit: isCpu,
};

/** An amount of CPU as a number: a request may be written in cores or in thousandths of one. */
export const millicores = ({ amount }: Cpu): number =>
  amount.endsWith('m') ? Number(amount.slice(0, -1)) : Number(amount) * 1000;

/** Left out and told `undefined` are the same. */
const given = (told: Partial<Resources>): Partial<Resources> =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));

/**
 * A container's needs with the caller's over them. Raising the request raises its limit along.
 *
 * @throws when a value is of the wrong type, or the request is more than the limit the caller gave
 */
export function mergeResources(
  where: string,
  needs: Resources,
  told: Partial<Resources> = {},
): Resources {
  const merged = { ...needs, ...given(told) };
  checkProps(`${where}: resources`, merged, resourceChecks);
  const { memory, memoryLimit, cpu, cpuLimit } = merged;
  if (cpuLimit && millicores(cpu) > millicores(cpuLimit))
    refuse(
      where,
      `resources.cpu "${cpu.amount}" is more than resources.cpuLimit "${cpuLimit.amount}"`,
      'give a limit of at least the request',
    );
  if (!memoryLimit || bytes(memory) <= bytes(memoryLimit)) return merged;
  if (!told.memoryLimit) return { ...merged, memoryLimit: memory };
  return refuse(
    where,
    `resources.memory "${memory.asString()}" is more than resources.memoryLimit "${memoryLimit.asString()}"`,
    'give a limit of at least the request',
  );
}
