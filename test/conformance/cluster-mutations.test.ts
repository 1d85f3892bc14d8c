import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlatformName } from '../../lib/index.js';
import { example } from '../../sites/example.js';
import { access } from './cluster/access.js';
import { applyFirst, applyStrictly } from './cluster/apply.js';
import {
  budgetsCover,
  claimsBound,
  servicesHaveEndpoints,
  workloadsAvailable,
} from './cluster/checks.js';
import { needs } from './cluster/needs.js';
import { namespacesRestricted } from './cluster/pod-security.js';
import { beside, on, pairs } from './cluster/sites.js';
import { type Change, type Written, writeStack } from './cluster/stack.js';
import { clusterOfFile, describeCluster } from './cluster/suite.js';
import { mutation } from './mutations.js';

const platforms: Readonly<Record<PlatformName, number>> = {
  generic: 60,
  kind: 60,
  k3s: 60,
  talos: 60,
  doks: 60,
  eks: 60,
  gke: 60,
  'gke-autopilot': 50,
  aks: 60,
  openshift: 50,
};

describeCluster('a real control plane', () => {
  const cluster = clusterOfFile('gateway', 'cilium');

  it.each(Object.entries(platforms))(
    'takes the stack on %s by strict validation',
    async (name, atLeast) => {
      const { kubectl, folder } = cluster();
      // Keys of the table above, which its type keeps complete.
      const { folder: dist, objects } = writeStack(join(folder, name), on(name as PlatformName));
      await kubectl.ok(['create', '-f', join(dist, '00-namespaces.k8s.yaml')]);
      const { saw, faults } = await applyStrictly(kubectl, dist, { dryRun: true });
      expect(faults).toEqual([]);
      expect(saw).toBe(objects.length);
      expect(saw).toBeGreaterThanOrEqual(atLeast);
    },
  );

  const mutations: Readonly<Record<string, readonly [Change, RegExp]>> = {
    'an unknown field': [
      (get) => {
        get('Deployment', 'grafana').spec.template.spec.containers[0].imagePolicy = 'Always';
      },
      /unknown field.*containers\[0\]\.imagePolicy|imagePolicy: field not declared in schema/,
    ],
    'a non-restricted pod': [
      (get) => {
        get('Deployment', 'grafana').spec.template.spec.securityContext.runAsNonRoot = false;
      },
      /would violate PodSecurity "restricted:.*runAsNonRoot != true/,
    ],
    'a selector that does not match its own pods': [
      (get) => {
        get('Deployment', 'grafana').spec.selector.matchLabels.other = 'yes';
      },
      /Deployment.*"grafana".*`selector` does not match template `labels`/,
    ],
    'a size that is none': [
      (get) => {
        const [template] = get('StatefulSet', 'loki').spec.volumeClaimTemplates;
        template.spec.resources.requests.storage = '50GB i';
      },
      /quantities must match the regular expression/,
    ],
  };

  for (const [name, [change, finding]] of Object.entries(mutations))
    mutation(name, 'applyStrictly', async () => {
      const { kubectl, folder } = cluster();
      const wrong = writeStack(join(folder, name.replaceAll(' ', '-')), on('generic'), change);
      const { faults } = await applyStrictly(kubectl, wrong.folder, { dryRun: true });
      expect(faults.join('\n')).toMatch(finding);
    });

  mutation('an object written twice', 'applyFirst', async () => {
    const { kubectl, folder } = cluster();
    const twice = writeStack(join(folder, 'twice'), beside, (get, add) => {
      add('00-namespaces.k8s.yaml', get('Namespace', 'watch'));
    });
    const file = join(twice.folder, '00-namespaces.k8s.yaml');
    expect((await applyFirst(kubectl, file)).faults).toEqual(['namespace/watch unchanged']);
  });

  mutation('a namespace without its label', 'namespacesRestricted', async () => {
    const { kubectl, folder } = cluster();
    const open = { ...example, namespace: 'open', nodeNamespace: 'open-node' };
    const { folder: dist, objects } = writeStack(join(folder, 'open'), open, (get) => {
      delete get('Namespace', 'open').metadata.labels['pod-security.kubernetes.io/enforce'];
    });
    await kubectl.ok(['apply', '-f', join(dist, '00-namespaces.k8s.yaml')]);
    expect((await namespacesRestricted(kubectl, objects, ['open-node'])).faults).toEqual([
      'namespace open: lets a pod in that is not restricted',
    ]);
  });

  describe('and a stack with something wrong in every part, applied', () => {
    let broken: Written;

    beforeAll(async () => {
      broken = writeStack(join(cluster().folder, 'broken'), pairs, (get) => {
        get('Service', 'kube-state-metrics').spec.selector['app.kubernetes.io/name'] = 'ksm';
        get('Service', 'prometheus').spec.ports[0].targetPort = 'nowhere';
        get('ClusterRole', 'observability-kube-state-metrics').rules[0].verbs = ['list'];
        get('PodDisruptionBudget', 'prometheus').spec.selector.matchLabels.other = 'yes';
        const pod = get('StatefulSet', 'alertmanager').spec.template.spec;
        pod.securityContext.runAsNonRoot = false;
        get('StatefulSet', 'prometheus').spec.volumeClaimTemplates[0].spec.storageClassName =
          'none';
      });
      const { kubectl } = cluster();
      for (const file of ['00-namespaces', '10-metrics'])
        await kubectl.ok(['apply', '-f', join(broken.folder, `${file}.k8s.yaml`)]);
    });

    mutation('pods that do not come', 'workloadsAvailable', async () => {
      const { faults } = await workloadsAvailable(cluster().kubectl, broken.objects, 8);
      expect(faults).toContain(
        'StatefulSet observability/alertmanager: 0 of 3 pods available after 8 seconds',
      );
      expect(faults).toContain(
        'StatefulSet observability/prometheus: 0 of 2 pods available after 8 seconds',
      );
      expect(faults.join('\n')).toMatch(
        /StatefulSet observability\/alertmanager: FailedCreate .*violates PodSecurity/,
      );
    });

    mutation('bad selector', 'servicesHaveEndpoints', async () => {
      const { faults } = await servicesHaveEndpoints(cluster().kubectl, broken.objects);
      expect(faults).toContain(
        'Service observability/kube-state-metrics: 0 ready endpoints, and 1 pods',
      );
    });

    mutation('wrong target port', 'servicesHaveEndpoints', async () => {
      const { faults } = await servicesHaveEndpoints(cluster().kubectl, broken.objects);
      expect(faults).toContain('Service observability/prometheus: no endpoint has the port "http"');
    });

    mutation('a claim that is not bound', 'claimsBound', async () => {
      const { faults } = await claimsBound(cluster().kubectl, broken.objects);
      expect(faults).toContain(
        'claim observability/data-prometheus-0: Pending undefined, not Bound 50Gi',
      );
    });

    mutation('a budget whose selector misses', 'budgetsCover', async () => {
      const { faults } = await budgetsCover(cluster().kubectl, broken.objects);
      expect(faults).toContain(
        'StatefulSet observability/prometheus: its budget counts 0 pods of 2, and lets 0 go',
      );
    });

    mutation('missing RBAC rule', 'access', async () => {
      const { kubectl } = cluster();
      const names = await kubectl.ok(['api-resources', '--output=name']);
      const { faults } = await access(
        kubectl,
        needs(broken.objects, names.trim().split('\n')),
        true,
      );
      expect(faults).toContain(
        'observability:kube-state-metrics cannot watch pods in every namespace',
      );
    });
  });
});
