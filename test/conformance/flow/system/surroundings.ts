import type { V1Deployment, V1Namespace, V1StorageClass } from '@kubernetes/client-node';
import type { workloadsAvailable } from '../../cluster/checks.js';
import { provisioner } from '../node/provisioner.js';
import { dns } from './dns.js';

/** Where folders of the node are what a claim is given; the default class. */
const storageClass = (name: string): V1StorageClass => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: {
    name,
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
  provisioner,
  // With `Immediate` the scheduler gives up on every pod once, and says so.
  volumeBindingMode: 'WaitForFirstConsumer',
});

/** A pod of somebody else, in a namespace of its own: what connections come from there, policies judge. */
export interface Other {
  readonly namespace: string;
  /** Also its label `app.kubernetes.io/name`. */
  readonly name: string;
  readonly containerPort: number;
}

function standIn({ namespace, name, containerPort }: Other) {
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

/** Somebody with whom no site has anything to do. */
const stranger: Other = { namespace: 'elsewhere', name: 'stranger', containerPort: 8080 };

/** What a site finds in its cluster. */
export interface Surroundings {
  /** What must be available before the site is applied. */
  readonly workloads: Parameters<typeof workloadsAvailable>[1];
  readonly objects: readonly object[];
}

/**
 * Names that resolve, volumes, and others.
 *
 * @param storage the name of the class that volumes are of
 * @param wayIn what connections from outside the cluster would come through
 */
export function surroundings(storage: string, wayIn: Other): Surroundings {
  const others = [wayIn, stranger].map(standIn);
  return {
    workloads: [dns.deployment, ...others.map(({ deployment }) => deployment)],
    objects: [
      storageClass(storage),
      ...others.flatMap(({ home, deployment }) => [home, deployment]),
      ...dns.objects,
    ],
  };
}
