import { Duration, Size } from 'cdk8s';
import { blackHole, route } from '../../lib/alertmanager/index.js';
import { Endpoint, platform, scrapePods, site } from '../../lib/core/index.js';
import { Gateway } from '../../lib/gateway/index.js';
import { dashboardFromFile } from '../../lib/grafana/index.js';
import { Loki } from '../../lib/loki/index.js';
import { Prometheus } from '../../lib/prometheus/index.js';
import { testChart } from '../support.js';
import { alloy, grafana, loki, prometheus, type Row, ref, untyped } from './row.js';

const image = (image: string) => () => loki({ image });
const unpinned = (image: string) =>
  `chart/loki: image "${image}" is not pinned; give registry/repository:tag[@sha256:…], never "latest"`;
const digest = `sha256:${'0'.repeat(64)}`;

const shop = { job: 'shop', namespace: 'shop', labels: {}, port: 80 };
const unknown = (word: string, meant: string) =>
  `"${word}" is not a known property; did you mean "${meant}"?`;
const pods = { kind: 'pods', namespace: 'envoy', labels: {} };
const gateway = (props: object) => () =>
  new Gateway(testChart(), 'gateway', untyped({ className: 'eg', dataPlane: pods, ...props }));
const stages = (stage: object) => () => {
  const agent = alloy();
  agent.collectPodLogs({ stages: [untyped(stage)] });
  return agent;
};

export const imagesAndOptions: readonly Row[] = [
  {
    row: 23,
    bad: [
      ['no tag', image('docker.io/grafana/loki'), unpinned('docker.io/grafana/loki')],
      [
        'the latest',
        image('docker.io/grafana/loki:latest'),
        unpinned('docker.io/grafana/loki:latest'),
      ],
      ['no registry', image('grafana/loki:3.7.8'), unpinned('grafana/loki:3.7.8')],
      [
        'a digest cut short',
        image('docker.io/grafana/loki:3.7.8@sha256:0123'),
        unpinned('docker.io/grafana/loki:3.7.8@sha256:0123'),
      ],
    ],
    near: [
      ['a tag that begins like it', image('docker.io/grafana/loki:latest-3.7')],
      ['a tag and a digest', image(`registry.example.com:5000/loki:3.7.8@${digest}`)],
    ],
  },
  {
    row: 24,
    bad: [
      ['a prop', () => loki({ resource: {} }), `chart/loki: ${unknown('resource', 'resources')}`],
      [
        'a resource',
        () => loki({ resources: { memroy: Size.gibibytes(1) } }),
        `chart/loki: resources: ${unknown('memroy', 'memory')}`,
      ],
      [
        'a toleration',
        () => loki({ tolerations: [{ key: 'dedicated' }, { opertor: 'Exists' }] }),
        `chart/loki: tolerations[1]: ${unknown('opertor', 'operator')}`,
      ],
      [
        'a period of the schema',
        () => loki({ schema: [{ from: '2025-01-01', shema: 'v13' }] }),
        `chart/loki: schema[0]: ${unknown('shema', 'schema')}`,
      ],
      [
        'a stream kept longer',
        () => loki({ streamRetention: [{ selector: '{a="b"}', retntion: Duration.days(2) }] }),
        `chart/loki: streamRetention[0]: ${unknown('retntion', 'retention')}`,
      ],
      [
        'a password of a scrape',
        () =>
          scrapePods({
            ...shop,
            auth: untyped({ kind: 'basic', username: ref('a'), pasword: ref('a') }),
          }),
        `job "shop": auth: ${unknown('pasword', 'password')}`,
      ],
      [
        'a kind of authentication',
        () => scrapePods({ ...shop, auth: untyped({ kind: 'baerer', token: ref('a') }) }),
        'job "shop": auth: kind "baerer" is not one of the choices; did you mean "bearer"? choices: service-account, basic, bearer, oauth2',
      ],
      [
        'a certificate',
        () => scrapePods({ ...shop, tls: untyped({ certificate: { crt: ref('a') } }) }),
        `job "shop": tls: certificate: ${unknown('crt', 'cert')}`,
      ],
      [
        'a name for a certificate',
        () => scrapePods({ ...shop, tls: untyped({ servername: 'shop' }) }),
        `job "shop": tls: ${unknown('servername', 'serverName')}`,
      ],
      [
        'a step of relabeling',
        () => scrapePods({ ...shop, relabel: [untyped({ does: 'kepe', from: ['a'] })] }),
        'job "shop": relabel[0]: does "kepe" is not one of the choices; did you mean "keep"? choices: keep, drop, replace, mapLabels, dropLabels, keepLabels',
      ],
      [
        'a target of one’s own',
        () => prometheus().scrape({ scrapeTargets: [untyped({ job: 'shop', endpoint: [] })] }),
        `chart/prometheus: job "shop": ${unknown('endpoint', 'endpoints')}`,
      ],
      [
        'a credential of a store elsewhere',
        () =>
          Loki.fromUrl('https://logs.example.com', {
            credentials: untyped({ kind: 'bearer', tokn: ref('a') }),
          }),
        `endpoint "logs.example.com": credentials: ${unknown('tokn', 'token')}`,
      ],
      [
        'a tenant of a store elsewhere',
        () => Prometheus.fromUrl('https://metrics.example.com', untyped({ tennant: 'shop' })),
        `endpoint "metrics.example.com": ${unknown('tennant', 'tenant')}`,
      ],
      [
        'pods',
        () => Endpoint.ofPods(untyped({ namespace: 'a', label: {}, port: 80 })),
        `endpoint: ${unknown('label', 'labels')}`,
      ],
      ['a route', () => route(untyped({ mtach: {} })), `route: ${unknown('mtach', 'match')}`],
      [
        'a black hole',
        () => blackHole(untyped({ reasn: 'none' })),
        `black hole: ${unknown('reasn', 'reason')}`,
      ],
      [
        'a source of certificates',
        gateway({ certificates: { kind: 'cert-manager', clusterIsuer: 'x' } }),
        `chart/gateway: certificates: ${unknown('clusterIsuer', 'clusterIssuer')}`,
      ],
      [
        'a data plane',
        gateway({ dataPlane: { ...pods, kind: 'pod' } }),
        'chart/gateway: dataPlane: kind "pod" is not one of the choices; did you mean "pods"? choices: pods, nodes, api-server, cluster, outside, cidrs, entity, everyone',
      ],
      [
        'a Gateway that is there',
        gateway({ existing: { name: 'shared', namespce: 'edge' } }),
        `chart/gateway: existing: ${unknown('namespce', 'namespace')}`,
      ],
      [
        'a stage of lines',
        stages({ does: 'drop', matches: 'x', reson: 'noise' }),
        `chart/alloy: collectPodLogs: stages: ${unknown('reson', 'reason')}`,
      ],
      [
        'what a datasource is',
        () => grafana().addDatasource(loki(), untyped({ defualt: true })),
        `chart/grafana: ${unknown('defualt', 'default')}`,
      ],
      [
        'a file of a dashboard',
        () => dashboardFromFile('examples/checkout.json', untyped({ foler: 'Shop' })),
        `dashboard file "examples/checkout.json": ${unknown('foler', 'folder')}`,
      ],
      [
        'a fact of a platform',
        () => platform('kind', { kubelet: untyped({ verifed: true }) }),
        `platform "kind": kubelet: ${unknown('verifed', 'verified')}`,
      ],
      [
        'a fact of a site',
        () => site(untyped({ cluster: 'a', tolerations: [{ efect: 'NoExecute' }] })),
        'site: "tolerations.0.efect" is not a known fact; did you mean "effect"?',
      ],
    ],
    near: [
      ['options that are left out', () => loki({ resources: undefined, tenant: undefined })],
      ['the same, spelled right', () => loki({ resources: { memory: Size.gibibytes(1) } })],
      ['a stage of lines', stages({ does: 'drop', matches: 'x', reason: 'noise' })],
    ],
  },
];
