import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Endpoint, type IDatasource, type ServiceOptions } from '../lib/core/index.js';
import { Grafana, type GrafanaProps } from '../lib/grafana/index.js';
import { admin, grafanaIn, prometheus, synth } from './grafana-parts.js';
import { testChart } from './support.js';

describe('refuses', () => {
  const loadBalancer = (service: ServiceOptions): GrafanaProps => ({ login: admin, service });
  const refusals: readonly (readonly [string, GrafanaProps, string])[] = [
    [
      'a class of no volume',
      { login: admin, storageClass: 'fast' },
      'chart/grafana: storageClass "fast" is of no volume; give a volumeSize as well',
    ],
    [
      'a volume too small for its database',
      { login: admin, volumeSize: Size.mebibytes(10) },
      'chart/grafana: volumeSize "10Mi" is smaller than 128Mi; give 128Mi or more',
    ],
    [
      'a load balancer for everyone',
      loadBalancer({ type: 'LoadBalancer' }),
      'chart/grafana: service.type "LoadBalancer" lets in everyone; name who may come in, as in sourceRanges: [\'203.0.113.0/24\']',
    ],
    [
      'ranges that bind nobody',
      loadBalancer({ sourceRanges: ['203.0.113.0/24'] }),
      'chart/grafana: service.sourceRanges ["203.0.113.0/24"] bind nobody, as service.type is "ClusterIP"; give "LoadBalancer", or leave them out',
    ],
    [
      'a range that is none',
      loadBalancer({ type: 'LoadBalancer', sourceRanges: ['10.0.0.0/33'] }),
      'chart/grafana: service: sourceRanges ["10.0.0.0/33"] has "10.0.0.0/33", which is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
    ],
    [
      'a password among the settings',
      { login: admin, extraConfig: { smtp: { password: 'hunter2' } } },
      "chart/grafana: extraConfig.smtp.password is a credential's value; give new SecretRef('name', 'key'): it has no place in manifests",
    ],
  ];
  it.each(refusals)('%s', (_, props, message) => {
    expect(() => new Grafana(testChart(), 'grafana', props)).toThrow(new Error(message));
  });

  it('a setting that is none, from a caller without types', () => {
    const extraConfig = JSON.parse('{ "smtp": { "enabled": [] } }');
    expect(() => new Grafana(testChart(), 'grafana', { login: admin, extraConfig })).toThrow(
      new Error(
        'chart/grafana: extraConfig.smtp.enabled is no setting; give text, a number, true, false or a SecretRef',
      ),
    );
  });

  it('a kind of Service that is none, from a caller without types', () => {
    const service = JSON.parse('{ "type": "Loadbalancer" }');
    expect(() => new Grafana(testChart(), 'grafana', { login: admin, service })).toThrow(
      new Error(
        'chart/grafana: service: type "Loadbalancer" is not one of the choices; did you mean "LoadBalancer"? choices: ClusterIP, LoadBalancer',
      ),
    );
  });

  const urls: readonly (readonly [string, string, string])[] = [
    [
      'what is no address',
      'grafana.example.com',
      'chart/grafana: url "grafana.example.com" is not an http(s) address; give https://host[/path]',
    ],
    [
      'another protocol',
      'ftp://grafana.example.com',
      'chart/grafana: url "ftp://grafana.example.com" is not an http(s) address; give https://host[/path]',
    ],
    [
      'a path',
      'https://example.com/grafana',
      'chart/grafana: url "https://example.com/grafana" has another path than "/", where it serves; give it a host of its own',
    ],
    [
      'a second host',
      'https://b.example.com',
      'chart/grafana: url "https://b.example.com" is a second one beside "https://a.example.com"; route one host to it: its links lead to one',
    ],
  ];
  it.each(urls)('%s as its URL', (_, url, message) => {
    const grafana = grafanaIn(testChart());
    if (url.includes('//b.')) grafana.exposedAt('https://a.example.com');
    expect(() => grafana.exposedAt(url)).toThrow(new Error(message));
  });
});

describe('takes', () => {
  it('settings that only sound like credentials', () => {
    const chart = testChart();
    grafanaIn(chart, {
      login: admin,
      extraConfig: {
        auth: { token_rotation_interval_minutes: 20 },
        users: { password_hint: 'ask the platform team' },
        smtp: { password: '$__env{SMTP_PASSWORD}' },
      },
    });
    expect(synth(chart)).not.toThrow();
  });

  it('a datasource that is not ours', () => {
    const chart = testChart();
    const grafana = new Grafana(chart, 'grafana', { login: admin });
    const outside: IDatasource = {
      datasource: {
        ...prometheus.datasource,
        endpoint: Endpoint.fromUrl('https://metrics.example.com/prometheus'),
      },
    };
    grafana.addDatasource(outside, { default: true });
    expect(synth(chart)).not.toThrow();
  });
});
