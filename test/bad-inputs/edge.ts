import { Alertmanager } from '../../lib/alertmanager/index.js';
import { type ServiceOptions, site } from '../../lib/core/index.js';
import { Gateway, type GatewayProps } from '../../lib/gateway/index.js';
import { testChart } from '../support.js';
import { alertmanager, grafana, prometheus, type Row, team, untyped } from './row.js';

const dataPlane = { kind: 'pods', namespace: 'envoy', labels: {} } as const;
const routing =
  (host: unknown, props: Partial<GatewayProps> = {}) =>
  () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', { className: 'eg', dataPlane, ...props });
    gateway.route(untyped(host), grafana({}, chart));
    return chart;
  };
const notHost = (host: string) =>
  `chart/gateway: host "${host}" is not a full domain name; give one like grafana.example.com, in lower case, no address and no "*"`;
/** As many hosts as these on one Gateway. */
const hosts = (count: number) => () => {
  const chart = testChart();
  const gateway = new Gateway(chart, 'gateway', { className: 'eg', dataPlane });
  for (let i = 0; i < count; i++)
    gateway.route(
      `a${i}.example.com`,
      new Alertmanager(chart, `alertmanager-${i}`, { routes: { receiver: team } }),
    );
  return chart;
};
const serving = (service: ServiceOptions) => () => {
  const shown = grafana({ service });
  shown.exposedAt('https://grafana.example.com');
  return shown;
};
const ranges = (...sourceRanges: readonly string[]) =>
  serving({ type: 'LoadBalancer', sourceRanges });
const notCidr = 'is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24';

export const edge: readonly Row[] = [
  {
    row: 56,
    bad: [
      ['no host', routing(''), notHost('')],
      ['any host', routing('*.example.com'), notHost('*.example.com')],
      ['an address', routing('192.0.2.1'), notHost('192.0.2.1')],
      ['a host of one word', routing('grafana'), notHost('grafana')],
      [
        'a host with a scheme',
        routing('https://grafana.example.com'),
        notHost('https://grafana.example.com'),
      ],
      [
        'one host for two',
        () => {
          const chart = testChart();
          const gateway = new Gateway(chart, 'gateway', { className: 'eg', dataPlane });
          gateway.route('a.example.com', grafana({}, chart));
          gateway.route('a.example.com', prometheus({}, chart));
        },
        'chart/gateway: host "a.example.com" leads elsewhere already; give each backend its own',
      ],
      [
        'two hosts for one',
        () => {
          const chart = testChart();
          const gateway = new Gateway(chart, 'gateway', { className: 'eg', dataPlane });
          const shown = grafana({}, chart);
          for (const host of ['a.example.com', 'b.example.com']) gateway.route(host, shown);
        },
        'chart/grafana: url "https://b.example.com" is a second one beside "https://a.example.com"; route one host to it: its links lead to one',
      ],
      [
        'more hosts than a Gateway has listeners',
        hosts(64),
        'chart/gateway: host "a63.example.com" is one more than a Gateway has listeners for; route at most 63 to one, and the others to a second',
      ],
      [
        'a class that nobody knows',
        () => new Gateway(testChart(), 'gateway', { dataPlane }),
        'chart/gateway: className is not known on platform "generic"; give the class of your gateway',
      ],
      [
        'plain HTTP, and no reason',
        routing('grafana.example.com', { certificates: untyped({ kind: 'none' }) }),
        'chart/gateway: certificates: reason is missing; it has no default',
      ],
    ],
    near: [
      ['a host of five words', routing('grafana.eu-1.ops.example.com')],
      ['a backend in another namespace', routing('grafana.example.com', { namespace: 'edge' })],
      ['as many hosts as there are listeners', hosts(63)],
    ],
  },
  {
    row: 57,
    bad: [
      [
        'everyone',
        serving({ type: 'LoadBalancer' }),
        'chart/grafana: service.type "LoadBalancer" lets in everyone; name who may come in, as in sourceRanges: [\'203.0.113.0/24\']',
      ],
      [
        'a range that is none',
        ranges('10.0.0.0/33'),
        `chart/grafana: service: sourceRanges ["10.0.0.0/33"] has "10.0.0.0/33", which ${notCidr}`,
      ],
      [
        'an address in place of its range',
        ranges('10.1.2.3/16'),
        'chart/grafana: service: sourceRanges ["10.1.2.3/16"] has "10.1.2.3/16", which is written by an address within it; give its first one: 10.1.0.0/16',
      ],
      [
        'the same in a site file',
        () => site({ cluster: 'a', nodeCidrs: ['2001:db8::1/64'] }),
        'site: nodeCidrs.0 "2001:db8::1/64" is written by an address within it; give its first one: 2001:db8::/64',
      ],
      [
        'ranges that bind nobody',
        serving({ sourceRanges: ['203.0.113.0/24'] }),
        'chart/grafana: service.sourceRanges ["203.0.113.0/24"] bind nobody, as service.type is "ClusterIP"; give "LoadBalancer", or leave them out',
      ],
      [
        'peers that are none',
        () => prometheus().addOtlpReceiver({ callers: [{ kind: 'cidrs', cidrs: [] }] }),
        'chart/prometheus/Workload: peer has no CIDR; give one at least',
      ],
    ],
    near: [
      ['a single address', ranges('203.0.113.7/32', '2001:db8::7/128')],
      ['a range of nodes', () => site({ cluster: 'a', nodeCidrs: ['2001:db8::/64'] })],
    ],
  },
  {
    row: 'further',
    bad: [
      [
        'a URL with a path, where it serves from the root',
        () => alertmanager().exposedAt('https://ops.example.com/alerts'),
        'chart/alertmanager: url "https://ops.example.com/alerts" has another path than "/", where it serves; give it a host of its own',
      ],
    ],
    near: [
      [
        'a URL with and without its last slash',
        () => {
          const shown = prometheus();
          for (const end of ['', '/']) shown.exposedAt(`https://metrics.example.com${end}`);
          return shown;
        },
      ],
    ],
  },
];
