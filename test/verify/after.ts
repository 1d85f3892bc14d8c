import type { Changes } from './changes.js';

/** What may be wrong with an install. */
export const afterInstall: Changes = {
  'a Service that is gone': [
    (c) => c.remove('Service', 'loki'),
    'fails Service observability/loki: not there; apply dist/',
  ],
  'another image than in dist/': [
    (c) => {
      c.difference = `diff -u -N /tmp/LIVE-1/apps.v1.Deployment.observability.grafana /tmp/MERGED-2/apps.v1.Deployment.observability.grafana
--- /tmp/LIVE-1/apps.v1.Deployment.observability.grafana	2026-01-01
+++ /tmp/MERGED-2/apps.v1.Deployment.observability.grafana	2026-01-01
@@ -6,7 +6,7 @@
-  generation: 2
+  generation: 3
-        image: example.com/grafana:9
+        image: docker.io/grafana/grafana:13
`;
    },
    'fails Deployment observability/grafana: differs from dist/ in 2 lines: - image: example.com/grafana:9, + image: docker.io/grafana/grafana:13; apply dist/, or take the change into the code',
  ],
  'a permission that does not hold': [
    (c) => c.cannot.push('nodes/metrics', '/metrics'),
    'fails ServiceAccount observability/prometheus: cannot get nodes/metrics in every namespace and 1 more; apply the roles and bindings of dist/ again',
  ],
  'a container that does not start': [
    (c) => {
      c.get('Deployment', 'grafana').status.availableReplicas = 0;
      c.get('Pod', 'grafana-0').status.containerStatuses = [
        {
          name: 'grafana',
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
        },
      ];
    },
    'fails Deployment observability/grafana: 0 of 1 pod available, pod grafana-0, container grafana: CrashLoopBackOff, ended with 137 (OOMKilled); wait, or look at kubectl --namespace observability describe pods',
  ],
  'pods that are not let in': [
    (c) => {
      c.get('StatefulSet', 'loki').status.availableReplicas = 0;
      c.remove('Pod', 'loki-0');
      const involvedObject = { kind: 'StatefulSet', namespace: 'observability', name: 'loki' };
      const metadata = { namespace: 'observability', name: 'e' };
      c.objects.push({ kind: 'Event', metadata, involvedObject, message: 'exceeded quota: tight' });
    },
    'fails StatefulSet observability/loki: 0 of 1 pod available, exceeded quota: tight; wait, or look at kubectl --namespace observability describe pods',
  ],
  'a controller that has not seen the last change': [
    (c) => {
      c.get('DaemonSet', 'node-exporter').metadata.generation = 2;
    },
    'fails DaemonSet observability-node/node-exporter: 0 of 2 pods available; wait, or look at kubectl --namespace observability-node describe pods',
  ],
  'a claim that is not bound': [
    (c) => {
      c.get('PersistentVolumeClaim', 'data-loki-0').status.phase = 'Pending';
    },
    'fails PersistentVolumeClaim observability/data-loki-0: is Pending; kubectl --namespace observability describe pvc data-loki-0',
  ],
  'a Service without pods': [
    (c) => {
      c.get('EndpointSlice', 'grafana').endpoints = null;
    },
    'fails Service observability/grafana: no endpoint is ready; compare its selector with kubectl --namespace observability get pods --show-labels',
  ],
  'a port that no pod has': [
    (c) => {
      c.get('EndpointSlice', 'grafana').ports = [];
    },
    'fails Service observability/grafana: no pod has its port "http"; compare its targetPort http with the pods\' ports',
  ],
  'a route that leads nowhere': [
    (c) => {
      const [parent] = c.get('HTTPRoute', 'gateway-grafana-example-com').status.parents;
      parent.conditions[1] = { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound' };
    },
    'fails HTTPRoute observability/gateway-grafana-example-com: not ResolvedRefs: BackendNotFound; kubectl --namespace observability describe httproute gateway-grafana-example-com',
  ],
};
