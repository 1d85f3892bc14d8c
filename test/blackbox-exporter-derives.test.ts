import { describe, expect, it } from 'vitest';
import { Alloy } from '../lib/alloy/index.js';
import { BlackboxExporter, type BlackboxExporterProps } from '../lib/blackbox-exporter/index.js';
import { type Peer, platform } from '../lib/core/index.js';
import { Gateway } from '../lib/gateway/index.js';
import { Ingress } from '../lib/ingress/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { probing } from './blackbox-exporter-parts.js';
import { backend, props } from './gateway-parts.js';
import { fileOf, objectOf, objectsOf, testChart } from './support.js';

type Chart = ReturnType<typeof testChart>;

/** Who is called, in a word, and on which ports. DNS is left out. */
const waysOut = (chart: Chart): readonly string[] =>
  objectOf(chart, 'NetworkPolicy', 'blackbox-exporter')
    .spec.egress.map((rule: { to: object[]; ports: { port: number; endPort?: number }[] }) => {
      const ports = rule.ports.map(({ port, endPort }) => (endPort ? `${port}-${endPort}` : port));
      const to = JSON.stringify(rule.to);
      return `${/"(0.0.0.0\/0|[\w-]+-system|shop)"/.exec(to)?.[1]} ${ports.join()}`;
    })
    .filter((line: string) => !line.startsWith('kube-system'));

const targetsIn = (chart: Chart): readonly string[] =>
  fileOf(chart, 'prometheus-config', 'prometheus.yaml').match(/https?:\/\/\S+example.com/g) ?? [];

describe('derives', () => {
  it('a way out to each port that it probes, and to no other', () => {
    const { chart, probes } = probing();
    expect(waysOut(chart)).toEqual(['0.0.0.0/0 443']);
    const more = probing();
    more.probes.probeTcp('db.example.com:5432');
    more.probes.probe('http://shop.shop.svc:80/health', {
      pods: { namespace: 'shop', labels: { app: 'shop' }, port: 3000 },
    });
    expect(waysOut(more.chart)).toEqual(['0.0.0.0/0 443,5432', 'shop 3000']);
    expect(probes.workloads[0]?.exceptions).toEqual([]);
  });

  it('a way to the pods of a gateway, where the address of its load balancer leads', () => {
    const { chart, probes, gateway } = probing();
    probes.probeRoutes(gateway);
    probes.probeRoutes(gateway);
    expect(waysOut(chart)).toEqual(['0.0.0.0/0 443', 'envoy-gateway-system 1-65535']);
  });

  it('the port of plain HTTP, and nothing of a node but that', () => {
    const chart = testChart();
    const dataPlane: Peer = { kind: 'nodes' };
    const ingress = new Ingress(chart, 'ingress', {
      className: 'traefik',
      dataPlane,
      certificates: { kind: 'none', reason: 'a laptop' },
    });
    ingress.route('shop.example.com', backend(chart));
    new BlackboxExporter(chart, 'blackbox-exporter').probeRoutes(ingress);
    expect(waysOut(chart)).toEqual(['0.0.0.0/0 80']);
  });

  it("Cilium's own name of a gateway of Cilium's", () => {
    const chart = testChart({ platform: platform('doks') });
    const gateway = new Gateway(chart, 'gateway');
    gateway.route('shop.example.com', backend(chart));
    new BlackboxExporter(chart, 'blackbox-exporter').probeRoutes(gateway);
    const { egress } = objectOf(chart, 'CiliumNetworkPolicy', 'blackbox-exporter').spec;
    expect(egress).toEqual([
      { toEntities: ['ingress'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
    ]);
  });

  it('the hosts of a gateway late: those routed after every arrow as well', () => {
    const { chart, probes, gateway } = probing();
    const prometheus = new Prometheus(chart, 'prometheus');
    prometheus.scrape(probes);
    probes.probeRoutes(gateway);
    gateway.route('b.example.com', backend(testChart()));
    probes.probe('https://c.example.com');
    expect(targetsIn(chart)).toEqual(
      ['a', 'b', 'c', 'shop'].map((host) => `https://${host}.example.com`),
    );
  });

  it('the same bytes whatever the order, each host once', () => {
    const texts = [false, true].map((reversed) => {
      const { chart, probes, gateway } = probing();
      const prometheus = new Prometheus(chart, 'prometheus');
      const arrows = [
        () => probes.probe('https://z.example.com', { expect: [302, 200] }),
        () => probes.probe('https://b.example.com'),
        () => probes.probe('https://z.example.com', { expect: [200, 302] }),
        () => probes.probeTcp('z.example.com:22'),
        () => probes.probeRoutes(gateway),
        () => prometheus.scrape(probes),
      ];
      for (const arrow of reversed ? arrows.reverse() : arrows) arrow();
      return JSON.stringify(objectsOf(chart));
    });
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.match(/- https:\/\/z\.example\.com/g)).toHaveLength(1);
  });

  it('a look-up of its own name for whoever scrapes it, as hosts are asked for by one address', () => {
    const chart = testChart();
    const probes = new BlackboxExporter(chart, 'blackbox-exporter');
    probes.probe('https://shop.example.com');
    const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
    prometheus.scrape(probes);
    const egress = JSON.stringify(objectOf(chart, 'NetworkPolicy', 'prometheus').spec.egress);
    expect(egress).toContain('"kube-dns"');
    expect(egress).toContain('"port":9115');
  });
});

describe('refuses', () => {
  const exporter = (chart = testChart(), told: BlackboxExporterProps = {}) =>
    new BlackboxExporter(chart, 'blackbox-exporter', told);
  const refusals: readonly (readonly [string, () => void, string])[] = [
    [
      'a URL that is none',
      () => exporter().probe('shop.example.com'),
      'endpoint: url "shop.example.com" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'a key in a URL',
      () => exporter().probe('https://shop.example.com/?token=secret'),
      'endpoint: url of "shop.example.com" carries a query or a fragment; give the address only; a key that stands there is a credential',
    ],
    [
      'an address without a port',
      () => exporter().probeTcp('smtp.example.com'),
      'endpoint: address "smtp.example.com" is not host:port; give both, as in db:5432',
    ],
    [
      'no status code at all',
      () => exporter().probe('https://a.example.com', { expect: [] }),
      'chart/blackbox-exporter: probe "https://a.example.com": expect [] names no status code; give [200], say, or leave it out for any 2xx',
    ],
    [
      'a status code that is none',
      () => exporter().probe('https://a.example.com', { expect: [20] }),
      'chart/blackbox-exporter: probe "https://a.example.com": expect [20] has 20, which is not a whole number in range; give 100 to 599',
    ],
    [
      'words for a flag, from a caller without types',
      () => exporter().probeTcp('a.example.com:1', JSON.parse('{ "tls": "yes" }')),
      'chart/blackbox-exporter: probe "a.example.com:1": tls "yes" is not a boolean; give true or false',
    ],
    [
      'an unknown property',
      () => exporter(testChart(), JSON.parse('{ "intervall": 1 }')),
      'chart/blackbox-exporter: "intervall" is not a known property; did you mean "interval"?',
    ],
    [
      'to be scraped on every node, which would probe each host as often',
      () => {
        const chart = testChart();
        new Alloy(chart, 'alloy', { runsOn: 'every-node' }).scrape({
          scrapeTargets: exporter(chart).scrapeTargets.slice(1),
        });
      },
      'chart/alloy: scrape: job "blackbox-exporter-probes" has targets that stand on no node of the cluster, and every node would scrape them, or none; scrape it with an Alloy that runs on \'cluster\'',
    ],
  ];
  it.each(refusals)('%s', (_, act, message) => {
    expect(act).toThrow(new Error(message));
  });

  it('to stand there and probe nothing', () => {
    const chart = testChart();
    exporter(chart);
    expect(() => objectsOf(chart)).toThrow(
      'chart/blackbox-exporter: probes nothing; call probe(url), or leave it out',
    );
  });

  it('nothing of a gateway that routes later', () => {
    const chart = testChart();
    const gateway = new Gateway(chart, 'gateway', props);
    exporter(chart).probeRoutes(gateway);
    gateway.route('a.example.com', backend(chart));
    expect(() => objectsOf(chart)).not.toThrow();
  });
});
