import type { V1Deployment, V1Namespace, V1StorageClass } from '@kubernetes/client-node';
import { provisioner } from '../node/provisioner.js';
import { dns } from './dns.js';

/** The class of a site that names none: folders of the node that a pod is given. */
const storage: V1StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name: 'folder',
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner,
  // With `Immediate` the scheduler gives up on every pod once, and says so.
  volumeBindingMode: 'WaitForFirstConsumer',
};

/** A pod of somebody else, in a namespace of its own: what connections come from there, policies judge. */
function standIn(namespace: string, name: string, containerPort: number) {
  const labels = { 'app.kubernetes.io/name': name };
  const home: V1Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            { name, image: 'conformance/stand-in', ports: [{ name: 'http', containerPort }] },
          ],
        },
      },
    },
  } satisfies V1Deployment;
  return { home, deployment };
}

/** Where the gateway's Envoy would be, as the example site has it. */
const gateway = standIn('envoy-gateway-system', 'envoy', 10443);

/** Somebody with whom the stack has nothing to do. */
const stranger = standIn('elsewhere', 'stranger', 8080);

/** What a site finds in its cluster: names that resolve, volumes, a gateway, and others. */
export const surroundings = {
  /** What must be available before the site is applied. */
  workloads: [dns.deployment, gateway.deployment, stranger.deployment],
  objects: [
    storage,
    ...[gateway, stranger].flatMap(({ home, deployment }) => [home, deployment]),
    ...dns.objects,
  ],
};
