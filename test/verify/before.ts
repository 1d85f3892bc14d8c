import type { Changes } from './changes.js';

const quota = (hard: object, used = {}) => ({
  kind: 'ResourceQuota',
  metadata: { namespace: 'observability', name: 'tight' },
  spec: { hard },
  status: { hard, used },
});

const range = (limit: object) => ({
  kind: 'LimitRange',
  metadata: { namespace: 'observability', name: 'narrow' },
  spec: { limits: [{ type: 'Container', ...limit }] },
});

/** What may be wrong with a cluster before an install. */
export const beforeInstall: Changes = {
  'an old Kubernetes': [
    (c) => {
      c.version = 'v1.26.9';
    },
    'fails Kubernetes v1.26.9: persistentVolumeClaimRetentionPolicy came with 1.27; upgrade to 1.27 or newer',
  ],
  'missing CRDs': [
    (c) => c.unserved.push('Gateway', 'HTTPRoute'),
    'fails gateway.networking.k8s.io/v1 Gateway: not served; install the CRDs of sigs.k8s.io/gateway-api v1.6.1',
    'fails gateway.networking.k8s.io/v1 HTTPRoute: not served; install the CRDs of sigs.k8s.io/gateway-api v1.6.1',
  ],
  'no default StorageClass': [
    (c) => {
      c.get('StorageClass', 'standard').metadata.annotations = {};
    },
    'fails default StorageClass: not there, but standard; make it, or name one that is there as the storageClass of the site',
  ],
  'a GatewayClass that its controller refuses': [
    (c) => {
      c.get('GatewayClass', 'eg').status.conditions = [
        { type: 'Accepted', status: 'False', message: 'no such parameters' },
      ];
    },
    'fails GatewayClass eg: not accepted: no such parameters; install a controller that brings it, or name another as the gateway of the site',
  ],
  'a PriorityClass that is not there': [
    (c) => c.remove('PriorityClass', 'system-node-critical'),
    'fails PriorityClass system-node-critical: not there; make it, or name one that is there as the priorityClass of the site',
  ],
  'a Secret that is not there': [
    (c) => c.remove('Secret', 'alertmanager-slack'),
    'fails Secret observability/alertmanager-slack: not there; kubectl --namespace observability create secret generic alertmanager-slack --from-literal=url=…',
  ],
  'a Secret without its key': [
    (c) => {
      c.get('Secret', 'grafana-admin').data = { pass: 'hidden' };
    },
    'fails Secret observability/grafana-admin: has no key password, only pass; add it, or delete it and kubectl --namespace observability create secret generic grafana-admin --from-literal=password=…',
  ],
  'a namespace that lets less in than its pods need': [
    (c) => {
      c.get('Namespace', 'observability-node').metadata.labels = {
        'pod-security.kubernetes.io/enforce': 'baseline',
      };
    },
    "fails Namespace observability-node: Pod Security is baseline, and its pods need privileged; apply dist/'s Namespace if that is yours to say, or give the site another namespace",
  ],
  'a namespace that nobody makes': [
    (c) => c.remove('Namespace', 'kube-system'),
    'fails Namespace kube-system: not there, nor in dist/; kubectl create namespace kube-system',
    'skip dry run in namespace kube-system: it is not there; make it, as its Secrets need it too, and ask again',
  ],
  'a quota that is used up': [
    (c) => c.objects.push(quota({ 'requests.memory': '2Gi', pods: '9' }, { pods: '4' })),
    'fails ResourceQuota observability/tight: leaves pods 5, and 7 are needed; raise it',
  ],
  'a quota on what pods do not name': [
    (c) => c.objects.push(quota({ 'limits.cpu': '2' })),
    'fails ResourceQuota observability/tight: wants limits.cpu of every pod, and Deployment observability/blackbox-exporter has none; give the namespace a LimitRange with a default, or the site another namespace',
  ],
  'the same quota, and a default': [
    (c) => c.objects.push(quota({ 'limits.cpu': '2' }), range({ default: { cpu: '100m' } })),
  ],
  'a limit below what a container asks for': [
    (c) => c.objects.push(range({ max: { memory: '1536Mi' } })),
    'fails LimitRange observability/narrow: StatefulSet observability/prometheus, container prometheus: memory 2Gi is above 1536Mi; widen it, or give the component other resources',
  ],
  'nodes that are too small': [
    (c) => {
      for (const name of ['node-1', 'node-2'])
        c.get('Node', name).status.allocatable.memory = '660Mi';
    },
    'fails room for StatefulSet observability/prometheus: cpu 200m and memory 512Mi are not left for each of its pods; add nodes, or larger ones',
    'fails room for StatefulSet observability/loki: cpu 100m and memory 448Mi are not left for each of its pods; add nodes, or larger ones',
  ],
  'nodes that other pods have filled': [
    (c) => {
      const containers = [{ resources: { requests: { cpu: '1', memory: '7240Mi' } } }];
      for (const nodeName of ['node-1', 'node-2'])
        c.objects.push({
          kind: 'Pod',
          metadata: { name: nodeName },
          spec: { nodeName, containers },
        });
    },
    'fails room for Deployment observability/grafana: cpu 50m and memory 256Mi are not left for each of its pods; add nodes, or larger ones',
  ],
  'nodes that take nothing': [
    (c) => {
      for (const name of ['node-1', 'node-2']) c.get('Node', name).spec.unschedulable = true;
    },
    'fails nodes: none of 2 is ready and runs Linux; add one',
  ],
  'a pod that Pod Security would refuse': [
    (c) => {
      c.complaints['Deployment grafana'] =
        'Warning: would violate PodSecurity "restricted:v1.34": runAsNonRoot != true';
    },
    'fails dry run of Deployment observability/grafana: would violate PodSecurity "restricted:v1.34": runAsNonRoot != true; change what it is made from, or ask who set that rule',
  ],
  'an asker who may not read Secrets': [
    (c) => c.denied.push('secret'),
    ...[
      'alertmanager-heartbeat',
      'alertmanager-slack',
      'grafana-admin',
      'grafana-example-com-tls',
    ].map(
      (name) =>
        `skip Secret observability/${name}: forbidden: User "jane" cannot list resource "secret" in API group ""`,
    ),
  ],
  'an asker who may not list nodes': [
    (c) => c.denied.push('nodes'),
    'skip room for the pods of 9 workloads: forbidden: User "jane" cannot list resource "nodes" in API group ""',
  ],
};
