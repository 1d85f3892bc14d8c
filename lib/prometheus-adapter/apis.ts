import { k8s } from 'cdk8s-plus-30';
import type { Component, Endpoint } from '../core/index.js';

/** One version of an API that the adapter can serve. */
interface ServedVersion {
  readonly group: string;
  readonly version: string;
  /** Among the versions of its group, the highest is asked for. */
  readonly priority: number;
}

/** The APIs of the adapter, and in which versions it serves each. */
const versions = {
  custom: [
    { group: 'custom.metrics.k8s.io', version: 'v1beta1', priority: 100 },
    { group: 'custom.metrics.k8s.io', version: 'v1beta2', priority: 200 },
  ],
  external: [{ group: 'external.metrics.k8s.io', version: 'v1beta1', priority: 100 }],
  resource: [{ group: 'metrics.k8s.io', version: 'v1beta1', priority: 100 }],
} as const satisfies Readonly<Record<string, readonly ServedVersion[]>>;

/** One of the APIs that metrics are asked by. */
export type MetricsApi = keyof typeof versions;

/** Where the API server finds who serves, and how it knows whom it speaks to. */
export interface Serving {
  readonly endpoint: Endpoint;
  /** cert-manager's `Certificate`, whose authority it writes into the object. Absent: nothing is verified. */
  readonly certificate?: string;
}

/**
 * Tells the API server that the adapter serves an API. Objects only for what is served: where nobody answers
 * for one, every discovery of the whole API fails in part.
 *
 * @see https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
 */
export function registerApi(component: Component, api: MetricsApi, serving: Serving): void {
  const { endpoint, certificate } = serving;
  const { namespace, labels } = component;
  for (const { group, version, priority } of versions[api])
    new k8s.KubeApiService(component, `ApiService-${version}-${api}`, {
      metadata: {
        name: `${version}.${group}`,
        labels,
        ...(certificate
          ? { annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${certificate}` } }
          : {}),
      },
      spec: {
        group,
        version,
        groupPriorityMinimum: 100,
        versionPriority: priority,
        service: { name: component.name, namespace, port: endpoint.port },
        ...(certificate ? {} : { insecureSkipTlsVerify: true }),
      },
    });
}
