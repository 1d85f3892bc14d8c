import type { StackFacts } from '../../../charts/index.js';
import { type PlatformName, platform } from '../../../lib/index.js';
import { example } from '../../../sites/example.js';

/** A second installation in the same cluster: other namespaces, and its own port on the nodes. */
export const beside: StackFacts = {
  ...example,
  cluster: 'beside',
  namespace: 'watch',
  nodeNamespace: 'watch-node',
  hosts: { grafana: 'grafana.beside.example.com' },
  platform: platform('generic', { nodeExporterPort: 9109 }),
};

const { gateway: _gateway, hosts: _hosts, ...closed } = example;

/** The site with parts taken out: a StatefulSet with a volume, a Deployment with a ClusterRole, the way in. */
export const smaller: StackFacts = {
  ...closed,
  alerts: { none: 'taken out' },
  platform: platform('generic', { brings: ['kube-state-metrics'] }),
};

/** The site with more than one replica of what can have more. */
export const pairs: StackFacts = { ...example, replicas: { prometheus: 2, alertmanager: 3 } };

/** The site on another kind of cluster, in namespaces of its own. */
export const on = (name: PlatformName): StackFacts => ({
  ...example,
  platform: platform(name),
  namespace: `on-${name}`,
  nodeNamespace: `on-${name}-node`,
});
