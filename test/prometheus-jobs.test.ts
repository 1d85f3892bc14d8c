import { describe, expect, it } from 'vitest';
import { Endpoint, type ScrapeTarget, SecretRef, scrapeUrls } from '../lib/core/index.js';
import { Loki } from '../lib/loki/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import {
  apiserver,
  basic,
  databases,
  kubelet,
  listed,
  routers,
  scraping,
  shop,
} from './prometheus-parts.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const egressOf = (chart: ReturnType<typeof testChart>) =>
  objectOf(chart, 'NetworkPolicy', 'prometheus').spec.egress;

describe('renders its config', () => {
  it('with a job of each kind of discovery, authentication and certificate', async () => {
    const { chart, prometheus } = scraping(kubelet, apiserver, shop, databases, routers, listed);
    prometheus.discoverAnnotatedPods();
    prometheus.discoverAnnotatedServices({ namespaces: ['shop', 'blog'] });
    await expect(fileOf(chart, 'prometheus-config', 'prometheus.yaml')).toMatchFileSnapshot(
      'golden/prometheus/jobs.yml',
    );
  });

  it('with several workloads as one job, in blocks that other jobs share', () => {
    const chart = testChart();
    const [read, write] = ['read', 'write'].map((id) => new Loki(chart, id).scrapeTargets[0]);
    const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false });
    prometheus.scrape({
      scrapeTargets: [
        { job: 'logs', endpoints: [...(write?.endpoints ?? []), ...(read?.endpoints ?? [])] },
      ],
    });
    const text = fileOf(chart, 'prometheus-config', 'prometheus.yaml');
    expect(text).toContain('regex: observability;read;http|observability;write;http\n');
    expect(text.match(/role: endpointslice/g)).toHaveLength(1);
  });

  it('with the proxy only for what is outside', () => {
    const chart = testChart({ proxy: { url: 'http://proxy.example.com:3128' } });
    const prometheus = new Prometheus(chart, 'prometheus');
    prometheus.scrape(listed);
    const jobs = fileOf(chart, 'prometheus-config', 'prometheus.yaml').split('- job_name: ');
    expect(jobs[1]).toContain(
      '      scopes:\n        - metrics\n      proxy_from_environment: true',
    );
    expect(jobs[1]).toContain('      refresh_interval: 5m\n        proxy_from_environment: true');
    expect(jobs[1]?.match(/proxy_from_environment/g)).toHaveLength(2);
    expect(jobs[2]).not.toContain('proxy');
  });

  it('with what a URL is to ask for, by name', () => {
    const { chart } = scraping(
      scrapeUrls({
        job: 'far',
        urls: ['https://far.example.com/federate'],
        params: { 'match[]': ['{job="a"}', '{job="b"}'] },
      }),
    );
    expect(fileOf(chart, 'prometheus-config', 'prometheus.yaml')).toContain(
      `    params:\n      match[]:\n        - '{job="a"}'\n        - '{job="b"}'\n`,
    );
  });

  it('with the credentials of an address, unless the job has its own', () => {
    const credentials = { kind: 'bearer', token: new SecretRef('far', 'token') } as const;
    const endpoint = Endpoint.fromUrl('https://far.example.com', { credentials, tenant: 'shop' });
    const textOf = (auth?: ScrapeTarget['auth']) => {
      const { chart } = scraping({ scrapeTargets: [{ job: 'far', endpoints: [endpoint], auth }] });
      return fileOf(chart, 'prometheus-config', 'prometheus.yaml').split('scrape_configs:')[1];
    };
    expect(textOf()).toContain('credentials_file: /etc/secrets/far/token');
    const own = textOf({ ...basic, kind: 'basic' });
    expect(own).toContain('username_file: /etc/secrets/databases/user');
    expect(own).not.toContain('credentials_file');
    expect(own).toContain('- shop');
  });
});

describe('derives', () => {
  it('a role in each namespace that is named, and no wider one', () => {
    const { chart } = scraping(shop);
    expect(inventory(chart).filter((o) => /Role /.test(o))).toEqual([
      'Role observability-prometheus',
    ]);
    const { metadata, rules } = objectOf(chart, 'Role', 'observability-prometheus');
    expect(metadata.namespace).toBe('shop');
    expect(rules).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }]);
  });

  it('a role for the cluster where there is no namespace to name', () => {
    const { chart } = scraping(kubelet);
    expect(objectOf(chart, 'ClusterRole', 'observability-prometheus').rules).toEqual([
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
    ]);
  });

  it('neither role nor token from addresses alone', () => {
    const { chart } = scraping(databases);
    expect(inventory(chart).filter((o) => /Role/.test(o))).toEqual([]);
    const { spec } = objectOf(chart, 'StatefulSet', 'prometheus').spec.template;
    expect(spec.automountServiceAccountToken).toBe(false);
  });

  it('ways out to exactly the pods and the port of a job', () => {
    const { chart } = scraping(shop);
    expect(egressOf(chart)).toContainEqual({
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
          podSelector: {
            matchLabels: { 'app.kubernetes.io/name': 'shop', tier: 'web.front' },
          },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    });
  });

  it('ways out to every port of every pod from annotations, or to those that are named', () => {
    const everywhere = { to: [{ namespaceSelector: {} }] };
    const { chart, prometheus } = scraping();
    prometheus.discoverAnnotatedPods();
    expect(egressOf(chart)).toContainEqual({
      ...everywhere,
      ports: [{ port: 1, endPort: 65535, protocol: 'TCP' }],
    });
    const narrow = scraping();
    narrow.prometheus.discoverAnnotatedPods({ ports: [9090, 8080] });
    expect(egressOf(narrow.chart)).toContainEqual({
      ...everywhere,
      ports: [
        { port: 8080, protocol: 'TCP' },
        { port: 9090, protocol: 'TCP' },
      ],
    });
  });

  it('ways out to what lists targets and gives tokens', () => {
    const { chart } = scraping(listed);
    expect(egressOf(chart)).toContainEqual({
      to: [{ ipBlock: { cidr: '192.0.2.0/24' } }],
      ports: [{ port: 9100, protocol: 'TCP' }],
    });
    expect(JSON.stringify(egressOf(chart))).toContain('"port":443');
  });

  it('one arrow from one target, however often it is told', () => {
    const { prometheus } = scraping(shop, shop);
    const again = { scrapeTargets: shop.scrapeTargets.map((target) => ({ ...target })) };
    expect(() => prometheus.scrape(again)).not.toThrow();
  });
});
