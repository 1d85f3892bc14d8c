import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { describe, expect, it } from 'vitest';
import type { Resources } from '../../lib/core/index.js';
import { mergeResources, millicores } from '../../lib/core/resources.js';

const needs: Resources = {
  cpu: Cpu.millis(100),
  memory: Size.mebibytes(256),
  memoryLimit: Size.mebibytes(512),
};
const merged = (told: Partial<Resources>, base = needs) => {
  const { cpu, memory, memoryLimit } = mergeResources('chart/loki', base, told);
  return [cpu.amount, memory.asString(), memoryLimit?.asString()];
};

describe('resources', () => {
  it("are the component's needs, with the caller's over them", () => {
    expect(merged({})).toEqual(['100m', '256Mi', '512Mi']);
    expect(merged({ cpu: Cpu.units(1) })).toEqual(['1', '256Mi', '512Mi']);
    expect(merged({ memory: Size.mebibytes(512) })).toEqual(['100m', '512Mi', '512Mi']);
    expect(merged({ memory: undefined, cpu: undefined })).toEqual(['100m', '256Mi', '512Mi']);
  });

  it('raise the limit along with the request', () => {
    expect(merged({ memory: Size.gibibytes(1) })).toEqual(['100m', '1Gi', '1Gi']);
  });

  it('have the request for a limit where none is given', () => {
    const { memoryLimit: _, ...unlimited } = needs;
    expect(merged({}, unlimited)).toEqual(['100m', '256Mi', undefined]);
  });

  it('count CPU in thousandths', () => {
    expect([Cpu.millis(250), Cpu.units(2), Cpu.units(0.5)].map(millicores)).toEqual([
      250, 2000, 500,
    ]);
  });

  const json = (text: string): Partial<Resources> => JSON.parse(text);
  const refusals: readonly (readonly [string, Partial<Resources>, string])[] = [
    [
      'a limit below the request',
      { memoryLimit: Size.mebibytes(128) },
      'chart/loki: resources.memory "256Mi" is more than resources.memoryLimit "128Mi"; give a limit of at least the request',
    ],
    [
      'a CPU limit below the request, whatever the units',
      { cpu: Cpu.units(1), cpuLimit: Cpu.millis(999) },
      'chart/loki: resources.cpu "1" is more than resources.cpuLimit "999m"; give a limit of at least the request',
    ],
    [
      'memory in words',
      json('{"memory":"1Gi"}'),
      'chart/loki: resources: memory "1Gi" is not a Size; give Size.gibibytes(1), from \'cdk8s\'',
    ],
    [
      'CPU in words',
      json('{"cpu":"100m"}'),
      'chart/loki: resources: cpu "100m" is not a Cpu; give Cpu.millis(100), from \'cdk8s-plus-30\'',
    ],
    [
      'what is not known',
      json('{"memmory":1}'),
      'chart/loki: resources: "memmory" is not a known property; did you mean "memory"?',
    ],
  ];
  it.each(refusals)('refuse %s', (_, told, message) => {
    expect(() => merged(told)).toThrow(new Error(message));
  });

  it('may have a CPU limit equal to the request', () => {
    expect(merged({ cpu: Cpu.units(1), cpuLimit: Cpu.millis(1000) })[0]).toBe('1');
  });
});
