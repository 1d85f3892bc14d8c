import { k8s } from 'cdk8s-plus-30';
import { webhook } from '../../lib/alertmanager/index.js';
import { Endpoint, type ListenOptions, scrapePods } from '../../lib/core/index.js';
import { Sample } from '../core/parts.js';
import { testChart } from '../support.js';
import { atSynth, loki, type Row, ref, untyped } from './row.js';

const pods = (port: unknown) => () =>
  scrapePods({ job: 'shop', namespace: 'shop', labels: { app: 'shop' }, port: untyped(port) });
const range = 'is not a whole number in range; give 1 to 65535';

/** A component of one's own that listens like this. */
const listening =
  (...ports: readonly ListenOptions[]) =>
  () => {
    const workload = new Sample(testChart()).run();
    for (const port of ports) workload.listen(port);
    return workload;
  };
const portName = 'is not a port name; give at most 15 lower-case letters, digits and "-"';

/** A Service of one's own for Loki's pods. */
const leadingTo = (targetPort: k8s.IntOrString) => () => {
  const chart = testChart();
  const { selector } = loki({}, chart);
  new k8s.KubeService(chart, 'own', {
    metadata: { name: 'own', namespace: 'observability' },
    spec: { selector, ports: [{ name: 'rpc', port: 9095, targetPort }] },
  });
  return chart;
};
/** Loki, its port renamed behind the back of its probes and its Service. */
const renamed = (name: string) => () =>
  loki({
    patchPod: (pod: k8s.PodSpec) => ({
      ...pod,
      containers: pod.containers.map((c) => ({ ...c, ports: [{ name, containerPort: 3100 }] })),
    }),
  });
const at = 'chart/loki/Workload';

export const ports: readonly Row[] = [
  {
    row: 14,
    bad: [
      ['a port beyond all', pods(70_000), `job "shop": port 70000 ${range}`],
      ['port 0', pods(0), `job "shop": port 0 ${range}`],
      ['a port in quotes', pods('80'), `job "shop": port "80" ${range}`],
      ['half a port', pods(8080.5), `job "shop": port 8080.5 ${range}`],
      [
        'a port of pods behind a URL',
        () =>
          Endpoint.fromUrl('http://loki.logs.svc', {
            pods: { namespace: 'logs', labels: {}, port: 310_000 },
          }),
        `endpoint "loki.logs.svc": pods: port 310000 ${range}`,
      ],
      [
        'a port of every node',
        () => Endpoint.onNodes({ name: 'kubelet', port: 102_500 }),
        `endpoint "kubelet": port 102500 ${range}`,
      ],
      [
        'a port of a webhook',
        () => webhook({ url: ref('bot', 'url'), port: 0 }),
        `webhook: port 0 ${range}`,
      ],
      [
        'a port of our own',
        listening({ name: 'http', port: 65_536 }),
        `chart/sample/Workload-: port "http" 65536 ${range}`,
      ],
    ],
    near: [
      ['the last port', pods(65_535)],
      ['the first port', listening({ name: 'http', port: 1 })],
    ],
  },
  {
    row: 15,
    bad: [
      [
        'one name for two ports',
        listening({ name: 'http', port: 80 }, { name: 'http', port: 81 }),
        'chart/sample/Workload-: port name "http" is taken; give each listener its own',
      ],
      [
        'one number for two ports',
        listening({ name: 'http', port: 80 }, { name: 'web', port: 80 }),
        'chart/sample/Workload-: port 80 of "web" is taken by "http"; give each listener its own, or take another path of the same by at(path)',
      ],
    ],
    near: [
      [
        'one number over two transports',
        listening({ name: 'dns', port: 53 }, { name: 'dns-u', port: 53, transports: ['UDP'] }),
      ],
    ],
  },
  {
    row: 16,
    bad: [
      [
        'a port name of 23 characters',
        listening({ name: 'prometheus-http-metrics', port: 80 }),
        `chart/sample/Workload-: port name "prometheus-http-metrics" ${portName}`,
      ],
      [
        'a port name in capitals',
        listening({ name: 'HTTP', port: 80 }),
        `chart/sample/Workload-: port name "HTTP" ${portName}`,
      ],
    ],
    near: [['a port name of 15', listening({ name: 'prometheus-http', port: 80 })]],
  },
  {
    row: 17,
    bad: [
      [
        'a Service that leads to a port nobody opens',
        leadingTo(k8s.IntOrString.fromString('grpc')),
        atSynth(
          'chart/own: port "rpc" leads to port "grpc", which no container of its pods has; they have: http',
        ),
      ],
      [
        'a port renamed by a patch',
        renamed('web'),
        atSynth(
          `${at}/HeadlessService: port "http" leads to port "http", which no container of its pods has; they have: web`,
          `${at}/Resource: container "loki": livenessProbe asks port "http", which the container has not; it has: web`,
          `${at}/Resource: container "loki": readinessProbe asks port "http", which the container has not; it has: web`,
          `${at}/Resource: container "loki": startupProbe asks port "http", which the container has not; it has: web`,
          `${at}/Service: port "http" leads to port "http", which no container of its pods has; they have: web`,
        ),
      ],
    ],
    near: [
      ['one that leads to a number', leadingTo(k8s.IntOrString.fromNumber(9095))],
      ['one that leads to a name', leadingTo(k8s.IntOrString.fromString('http'))],
      ['a patch that keeps the name', renamed('http')],
    ],
  },
];
