import { Cpu } from 'cdk8s-plus-30';
import { type Check, type Checks, checkProps, isSize, required } from './check.js';
import type { Resources } from './container.js';
import { refuse } from './refusal.js';

const isCpu: Check = (v) =>
  v instanceof Cpu
    ? undefined
    : { rule: 'is not a Cpu', remedy: "give Cpu.millis(100), from 'cdk8s-plus-30'" };
const resourceChecks: Checks<Resources> = {
  cpu: required(isCpu),
  memory: required(isSize()),
  memoryLimit: isSize(),
  cpuLimit: isCpu,
};

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
  const merged = { ...needs, ...told };
  checkProps(`${where}: resources`, merged, resourceChecks);
  const { memory, memoryLimit } = merged;
  if (!memoryLimit || memory.toKibibytes() <= memoryLimit.toKibibytes()) return merged;
  if (!told.memoryLimit) return { ...merged, memoryLimit: memory };
  return refuse(
    where,
    `resources.memory "${memory.asString()}" is more than resources.memoryLimit "${memoryLimit.asString()}"`,
    'give a limit of at least the request',
  );
}
