import { k8s } from 'cdk8s-plus-30';
import type { Chart } from './chart.js';
import { checkProps, isHome } from './check.js';

/** Kubernetes version whose profiles are meant: `latest` would change its meaning with an upgrade. */
const podSecurityVersion = 'v1.34';

/**
 * The stack's two namespaces: one that enforces Pod Security's restricted profile, and one for what must
 * touch the host, which Pod Security, judging whole namespaces, can only let do all. Where a site has one
 * for both, that lets do all.
 *
 * @param more restricted ones besides, for what of the app lives elsewhere
 * @throws when one of these is no name, or is not for an app
 */
export function namespaces(chart: Chart, ...more: readonly string[]): void {
  const { namespace, nodeNamespace } = chart.site;
  if (nodeNamespace !== namespace) create(chart, namespace, 'restricted');
  for (const name of more) {
    checkProps(`${chart.node.path}: namespaces`, { more: name }, { more: isHome });
    create(chart, name, 'restricted');
  }
  create(chart, nodeNamespace, 'privileged');
}

function create(chart: Chart, name: string, level: 'restricted' | 'privileged'): void {
  const labels = ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, podSecurityVersion],
  ]);
  new k8s.KubeNamespace(chart, name, {
    metadata: {
      name,
      // Whatever prunes must not prune these: with a namespace go the volumes in it.
      annotations: {
        'argocd.argoproj.io/sync-options': 'Delete=false,Prune=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      },
      labels: {
        'app.kubernetes.io/name': name,
        'app.kubernetes.io/part-of': chart.site.namespace,
        'app.kubernetes.io/managed-by': 'cdk8s',
        ...Object.fromEntries(labels),
      },
    },
  });
}
