import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { lines } from '../inputs.js';

interface Event {
  readonly reason: string;
  readonly message: string;
  readonly perMinute: number;
  readonly cluster: string;
  readonly job: string;
}

/** What an event is about, and who tells of it. */
interface About {
  readonly kind: string;
  readonly name: string;
  /** @default - it is in none */
  readonly namespace?: string;
  readonly component: string;
  /** @default - none: it is a controller */
  readonly node?: string;
}

/** An event, told again and again, as Alloy writes it. */
const event =
  ({ kind, name, namespace, component, node }: About) =>
  ({ reason, message, perMinute, cluster, job }: Event) => {
    const by = node === undefined ? '' : `reportinginstance=${node} `;
    const host = node === undefined ? '' : `sourcehost=${node} `;
    const line = `name=${name} kind=${kind} objectAPIversion=v1 objectRV=88210 eventRV=90417 ${by}reportingcontroller=${component} sourcecomponent=${component} ${host}reason=${reason} type=Warning count=7 msg=${JSON.stringify(message)} `;
    return [
      lines({ cluster, job, ...(namespace !== undefined && { namespace }) }, line, perMinute),
    ];
  };

const told = { cluster: 'example', job: 'kubernetes-events' };

const happens = (
  alert: AlertName,
  about: About,
  so: Pick<Event, 'reason' | 'message' | 'perMinute'>,
  labels: Readonly<Record<string, string>>,
) =>
  expectAlert(alert)
    .given(event(about), { ...told, ...so })
    .firesAfter('0m')
    .with({ ...labels, severity: 'warning' })
    .silentWith({ reason: 'Started' })
    .silentWith({ cluster: 'another' })
    .silentWith({ job: 'shop/server' });

const cart = { kind: 'Pod', namespace: 'shop', name: 'cart-7d9f8b6c5-x2x7q', node: 'worker-1' };
const pod = { namespace: 'shop', pod: 'cart-7d9f8b6c5-x2x7q' };

export default [
  happens(
    'KubeNodeSystemOOM',
    { kind: 'Node', name: 'worker-1', component: 'kubelet', node: 'worker-1' },
    {
      reason: 'SystemOOM',
      message: 'System OOM encountered, victim process: java, pid: 31337',
      perMinute: 1,
    },
    { node: 'worker-1' },
  ).alsoFiresWith({ reason: 'OOMKilling' }),
  happens(
    'KubeVolumeMountFailing',
    { ...cart, component: 'kubelet' },
    {
      reason: 'FailedMount',
      message: 'MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found',
      perMinute: 2,
    },
    pod,
  )
    .alsoFiresWith({ reason: 'FailedAttachVolume' })
    .alsoFiresWith({ reason: 'FailedMapVolume' })
    .notAt({ perMinute: 1.6 }),
  happens(
    'KubeImagePullFailing',
    { ...cart, component: 'kubelet' },
    {
      reason: 'Failed',
      message:
        'Failed to pull image "registry.example.com/shop/cart:1.9": rpc error: code = NotFound desc = failed to resolve reference "registry.example.com/shop/cart:1.9": not found',
      perMinute: 1,
    },
    pod,
  )
    .notAt({ perMinute: 0.6 })
    .silentWith({ message: 'Error: configmap "cart" not found' }),
  happens(
    'KubePodSandboxFailing',
    { ...cart, component: 'kubelet' },
    {
      reason: 'FailedCreatePodSandBox',
      message:
        'Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "3fd1": plugin type="calico" failed (add): no more addresses',
      perMinute: 5,
    },
    { node: 'worker-1' },
  ).notAt({ perMinute: 4 }),
  happens(
    'KubePodCreationFailing',
    {
      kind: 'ReplicaSet',
      name: 'cart-7d9f8b6c5',
      namespace: 'shop',
      component: 'replicaset-controller',
    },
    {
      reason: 'FailedCreate',
      message:
        'Error creating: pods "cart-7d9f8b6c5-" is forbidden: exceeded quota: shop, requested: requests.cpu=500m, used: requests.cpu=4, limited: requests.cpu=4',
      perMinute: 3,
    },
    { namespace: 'shop', kind: 'ReplicaSet', workload: 'cart-7d9f8b6c5' },
  ).notAt({ perMinute: 2 }),
];
