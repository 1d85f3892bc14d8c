import type { Manifest } from '../../lib/core/index.js';
import type { Live } from '../conformance/cluster/kubectl.js';
import { podOwners } from '../house/workloads.js';

const nodes = ['node-1', 'node-2'];

const live = (kind: string, name: string, namespace: string, rest: object, labels = {}): Live => ({
  kind,
  metadata: { name, namespace, labels, uid: `${kind}-${name}`, resourceVersion: '1' },
  ...rest,
});

/** Running pods of a cluster that is not there, each with an address of its node's. */
class Pods {
  readonly all: Live[] = [];

  add(namespace: string, name: string, labels: object, spec: object, hostNetwork = false): void {
    const node = this.all.length % nodes.length;
    const podIP = hostNetwork ? `192.0.2.${node + 1}` : `10.244.${node + 1}.${this.all.length + 2}`;
    const status = { phase: 'Running', podIP };
    const placed = { ...spec, nodeName: nodes[node], ...(hostNetwork ? { hostNetwork } : {}) };
    this.all.push(live('Pod', name, namespace, { spec: placed, status }, labels));
  }
}

const listening = (...ports: number[]) => ({
  containers: [{ name: 'main', ports: ports.map((containerPort) => ({ containerPort })) }],
});

/** What a cluster of two nodes would hold once these objects are in it, beside DNS, a gateway and a stranger. */
export function living(objects: readonly Manifest[]): readonly Live[] {
  const pods = new Pods();
  for (const { object, labels, pod, replicas } of podOwners(objects)) {
    const { name, namespace = '' } = object.metadata;
    const count = object.kind === 'DaemonSet' ? nodes.length : replicas;
    for (let i = 0; i < count; i++)
      pods.add(namespace, `${name}-${i}`, labels, pod, pod.hostNetwork);
  }
  pods.add('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }, listening(53, 9153));
  pods.add('envoy-gateway-system', 'envoy', { 'app.kubernetes.io/name': 'envoy' }, listening(8443));
  pods.add('default', 'tools', {}, listening());
  const dns = { clusterIP: '10.96.0.10', selector: { 'k8s-app': 'kube-dns' } };
  const services = [
    ['kubernetes', 'default', { clusterIP: '10.96.0.1', ports: [port(443, 6443)] }],
    ['kube-dns', 'kube-system', { ...dns, ports: [port(53, 53)] }],
  ] as const;
  return [
    ...pods.all,
    ...nodes.map((name, i) => {
      const addresses = [{ type: 'InternalIP', address: `192.0.2.${i + 1}` }];
      return live('Node', name, '', { status: { addresses } });
    }),
    ...services.map(([name, namespace, spec]) => live('Service', name, namespace, { spec })),
    ...objects
      .filter(({ kind }) => kind === 'Service')
      .map(({ metadata: { name, namespace = '' }, spec }, i) =>
        live('Service', name, namespace, { spec: { clusterIP: `10.96.1.${i}`, ...Object(spec) } }),
      ),
  ];
}

const port = (number: number, targetPort: number) => ({
  port: number,
  protocol: 'TCP',
  targetPort,
});
