import {
  type Discovery,
  discoveriesOf,
  Endpoint,
  type KubernetesRole,
  kubernetesRole,
  type ScrapeTarget,
  viaProxy,
} from '../../core/index.js';
import { block, type ComponentBlock, call, component, type Value } from '../../model/alloy.js';
import { goDuration } from '../../model/units.js';
import type { Surroundings } from '../feature.js';
import { proxied } from '../http-client.js';
import { ownNode } from './scope.js';

/** Blocks that find the targets of a job, and the value that stands for what they found. */
export interface Found {
  readonly blocks: readonly ComponentBlock[];
  readonly targets: Value;
}

/** How a job's targets are found, in Alloy's words. */
export function discoveryBlocks(alloy: Surroundings, target: ScrapeTarget, label: string): Found {
  const discoveries = discoveriesOf(target);
  const roles = discoveries.flatMap((d) => kubernetesRole(d) ?? []);
  if (roles.length > 0) return joined(roles.flatMap((role) => kubernetesBlocks(alloy, role)));
  const [found] = discoveries;
  switch (found?.kind) {
    case 'static':
      return {
        blocks: [],
        targets: found.targets.map((address) => ({ __address__: address, ...found.labels })),
      };
    case 'late':
      return {
        blocks: [],
        targets: found
          .groups()
          .flatMap(({ targets, labels }) =>
            targets.map((address) => ({ __address__: address, ...labels })),
          ),
      };
    case 'http':
      return joined([
        component('discovery.http', label, {
          url: found.url,
          ...refreshed(found),
          ...proxied(viaProxy(Endpoint.fromUrl(found.url), alloy.site)),
        }),
      ]);
    case 'dns':
      return joined([
        component('discovery.dns', label, {
          names: found.names,
          type: 'A',
          port: found.port,
          ...refreshed(found),
        }),
      ]);
    default:
      return joined([]);
  }
}

const refreshed = ({ refresh }: Extract<Discovery, { kind: 'dns' | 'http' }>) => ({
  refresh_interval: refresh && goDuration(refresh),
});

/**
 * One block for each role and namespace, named after them: jobs that look at the same place share it, and
 * with it one watch of the API.
 */
function kubernetesBlocks(alloy: Surroundings, { role, namespaces }: KubernetesRole) {
  const own = ownNode(alloy, role === 'node' ? 'node' : 'pod');
  return (namespaces.length > 0 ? namespaces : [undefined]).map((namespace) =>
    component(
      'discovery.kubernetes',
      [role, ...(namespace ? [namespace.replaceAll('-', '_')] : [])].join('_'),
      { role },
      [...(namespace ? [block('namespaces', { names: [namespace] })] : []), ...own],
    ),
  );
}

function joined(
  blocks: readonly ComponentBlock<'discovery.kubernetes' | 'discovery.http' | 'discovery.dns'>[],
): Found {
  const unique = [...new Map(blocks.map((b) => [b.id, b])).values()];
  const exports = unique.map((b) => b.export('targets'));
  return {
    blocks: unique,
    targets: exports.length === 1 ? (exports[0] ?? []) : call('array.concat', ...exports),
  };
}
