import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Resources } from '../core/index.js';
import type { RunsOn } from './feature.js';

/**
 * What one Alloy asks for. At rest it takes some 200 MiB, of which 160 are pages of the program itself; each MiB of
 * logs a second takes another 120.
 *
 * @see https://grafana.com/docs/alloy/latest/introduction/estimate-resource-usage/
 */
export const resources: Readonly<Record<RunsOn, Resources>> = {
  'every-node': {
    cpu: Cpu.millis(50),
    memory: Size.mebibytes(224),
    memoryLimit: Size.mebibytes(512),
  },
  cluster: {
    cpu: Cpu.millis(20),
    memory: Size.mebibytes(208),
    memoryLimit: Size.mebibytes(384),
  },
};
