import type { PermissionScope } from '../../core/index.js';
import { type Block, block, expr } from '../../model/alloy.js';
import type { Surroundings } from '../feature.js';

/** Name of the environment variable that holds the name of the pod's own node. */
export const nodeName = 'NODE_NAME';

/** Name of the environment variable that holds the name of the pod itself. */
export const podName = 'POD_NAME';

/**
 * Makes discovery ask the API for objects of the own node only. Without it each of N agents would watch,
 * and collect, everything there is: N times.
 */
export const ownNode = ({ runsOn }: Surroundings, role: 'pod' | 'node'): readonly Block[] =>
  runsOn === 'every-node'
    ? [
        block('selectors', {
          role,
          field: expr(
            `"${role === 'pod' ? 'spec.nodeName' : 'metadata.name'}=" + sys.env("${nodeName}")`,
          ),
        }),
      ]
    : [];

/** Makes replicas share the work of a block. */
export const shared = ({ clustered }: Surroundings): readonly Block[] =>
  clustered ? [block('clustering', { enabled: true })] : [];

/** Where a permission must hold: in the namespaces named, else in all. */
export const scopesOf = (namespaces?: readonly string[]): readonly PermissionScope[] =>
  namespaces?.map((namespace) => ({ namespace })) ?? ['cluster'];
