import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kubectl } from './kubectl.js';
import type { Network } from './network.js';
import { apiServer, type Pki } from './pki.js';
import { until } from './run.js';

/** Which requests the audit log names: all but the endless questions after health. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version'] },
    // Who was asked about, and the answer: nodes ask for the accounts that come to them.
    {
      level: 'RequestResponse',
      verbs: ['create'],
      resources: [
        { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        { group: 'authorization.k8s.io', resources: ['subjectaccessreviews'] },
      ],
    },
    { level: 'Metadata' },
  ],
};

/** Flags of a program, without the dashes. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

/** Flags as a program takes them. */
const flags = (values: Flags): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

const etcdClients = 'http://127.0.0.1:2379';
const etcdPeers = 'http://127.0.0.1:2380';
const serviceRange = '10.96.0.0/16';

/** What a control plane is started with. */
export interface Plane {
  readonly network: Network;
  readonly pki: Pki;
  readonly folder: string;
  readonly binary: (name: string) => string;
  /** Where etcd, the controllers and the scheduler show their metrics; the loopback hides them. */
  readonly metricsAddress: string;
  /** Whether the controllers bind volumes, or leave that to somebody else. */
  readonly bindsVolumes: boolean;
  /** More flags of the controllers. @default {} */
  readonly controllers?: Flags;
}

/**
 * Starts etcd, the API server, the controllers and the scheduler.
 *
 * @returns their administrator, as soon as the API server answers
 */
export async function startControlPlane(plane: Plane): Promise<Kubectl> {
  startEtcd(plane);
  startApiServer(plane);
  const kubectl = new Kubectl(plane.network, plane.binary('kubectl'), plane.folder);
  await until('API server ready', 60, async () => {
    plane.network.assertRunning();
    return (await kubectl.run(['get', '--raw', '/readyz'])).code === 0 || undefined;
  });
  startControllers(plane);
  startScheduler(plane);
  return kubectl;
}

/** Starts etcd: without waiting for the disk, which none of it outlives. */
function startEtcd({ network, folder, binary, metricsAddress }: Plane): void {
  mkdirSync(join(folder, 'etcd'), { mode: 0o700 });
  const args = flags({
    name: 'e',
    'data-dir': join(folder, 'etcd'),
    'unsafe-no-fsync': true,
    'log-level': 'warn',
    'listen-client-urls': etcdClients,
    'advertise-client-urls': etcdClients,
    'listen-peer-urls': etcdPeers,
    'initial-advertise-peer-urls': etcdPeers,
    'initial-cluster': `e=${etcdPeers}`,
    'listen-metrics-urls': `http://${metricsAddress}:2381`,
  });
  network.start('etcd', binary('etcd'), args);
}

/** Starts the API server, with RBAC, Pod Security (on by default) and an audit log. */
function startApiServer({ network, pki, folder, binary }: Plane): void {
  const policy = join(folder, 'audit-policy.json');
  writeFileSync(policy, JSON.stringify(auditPolicy));
  const args = flags({
    'etcd-servers': etcdClients,
    'bind-address': '0.0.0.0',
    'secure-port': apiServer.port,
    // Its address in the endpoints of the Service `kubernetes`, where Prometheus scrapes it.
    'advertise-address': apiServer.address,
    'tls-cert-file': pki.file('apiserver.crt'),
    'tls-private-key-file': pki.file('apiserver.key'),
    'client-ca-file': pki.file('ca.crt'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': pki.file('sa.pub'),
    'service-account-signing-key-file': pki.file('sa.key'),
    'proxy-client-cert-file': pki.file('front-proxy-client.crt'),
    'proxy-client-key-file': pki.file('front-proxy-client.key'),
    'requestheader-client-ca-file': pki.file('front-proxy-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-username-headers': 'X-Remote-User',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'kubelet-client-certificate': pki.file('kubelet-client.crt'),
    'kubelet-client-key': pki.file('kubelet-client.key'),
    'kubelet-certificate-authority': pki.file('ca.crt'),
    'kubelet-preferred-address-types': 'InternalIP',
    'authorization-mode': 'Node,RBAC',
    'service-cluster-ip-range': serviceRange,
    'allow-privileged': true,
    'enable-aggregator-routing': true,
    'audit-policy-file': policy,
    'audit-log-path': join(folder, 'log', 'audit.jsonl'),
    profiling: false,
  });
  network.start('kube-apiserver', binary('kube-apiserver'), args);
}

const component = ({ pki, metricsAddress }: Plane, name: string) => {
  const kubeconfig = pki.file(`${name}.kubeconfig`);
  return {
    kubeconfig,
    'authentication-kubeconfig': kubeconfig,
    'authorization-kubeconfig': kubeconfig,
    'bind-address': metricsAddress,
    'leader-elect': false,
    profiling: false,
  };
};

/** Starts what turns workloads into pods. */
function startControllers(plane: Plane): void {
  const { network, pki, folder, binary, bindsVolumes } = plane;
  const args = flags({
    ...component(plane, 'controller-manager'),
    'use-service-account-credentials': true,
    'root-ca-file': pki.file('ca.crt'),
    'service-account-private-key-file': pki.file('sa.key'),
    'cluster-signing-cert-file': pki.file('ca.crt'),
    'cluster-signing-key-file': pki.file('ca.key'),
    'allocate-node-cidrs': true,
    'cluster-cidr': '10.244.0.0/16',
    'service-cluster-ip-range': serviceRange,
    // With two at it a claim may end as lost.
    controllers: bindsVolumes ? '*' : '*,-persistentvolume-binder-controller',
    // With the default rate pods stay pending for seconds.
    'kube-api-qps': 500,
    'kube-api-burst': 1000,
    // It makes this folder wherever it is told to, by default under /usr.
    'flex-volume-plugin-dir': join(folder, 'flex'),
    ...plane.controllers,
  });
  network.start('kube-controller-manager', binary('kube-controller-manager'), args);
}

/** Starts what gives pods their nodes. */
function startScheduler(plane: Plane): void {
  const args = flags(component(plane, 'scheduler'));
  plane.network.start('kube-scheduler', plane.binary('kube-scheduler'), args);
}
