import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { platform, SecretRef } from '../lib/core/index.js';
import { Loki } from '../lib/loki/index.js';
import { externalMetric, type PrometheusAdapterProps } from '../lib/prometheus-adapter/index.js';
import { bare, prometheus, requests, wired } from './prometheus-adapter-parts.js';
import { objectsOf } from './support.js';

const where = 'chart/prometheus-adapter';
const refusing = (message: string) => new Error(`${where}: ${message}`);

describe('refuses', () => {
  const props: readonly (readonly [string, unknown, string])[] = [
    ['three replicas', { replicas: 3 }, 'replicas 3 is not one of the choices; choices: 1, 2'],
    [
      'a certificate of a kind it does not know',
      { servingCertificate: { kind: 'secret' } },
      'servingCertificate: kind "secret" is not one of the choices; choices: self-signed, cert-manager',
    ],
    [
      'a certificate that nobody issues',
      { servingCertificate: { kind: 'cert-manager' } },
      'servingCertificate: clusterIssuer is missing; it has no default',
    ],
    [
      'a window of resources that are not served',
      { resourceWindow: Duration.minutes(5) },
      'resourceWindow "5 minutes" is of no use without resourceMetrics; set resourceMetrics, or leave it out',
    ],
  ];
  it.each(props)('%s', (_, given, message) => {
    // As a caller without types would.
    expect(() => bare(given as PrometheusAdapterProps)).toThrow(refusing(message));
  });

  it('resource metrics where the platform brings its own', () => {
    expect(() => bare({ resourceMetrics: true }, { platform: platform('k3s') })).toThrow(
      refusing(
        'resourceMetrics true is refused, as platform "k3s" brings metrics-server; leave it out: one program can serve metrics.k8s.io',
      ),
    );
    expect(() => bare({}, { platform: platform('k3s') })).not.toThrow();
  });

  it('what is no Prometheus', () => {
    const { adapter } = bare();
    expect(() => adapter.query(Loki.fromUrl('http://loki.example.com'))).toThrow(
      refusing('datasource "loki" is of type "loki"; query a Prometheus, or what speaks like one'),
    );
  });

  it('a second Prometheus, and takes the same twice', () => {
    const { adapter } = bare();
    const one = prometheus();
    adapter.query(one);
    expect(() => adapter.query(one)).not.toThrow();
    expect(() => adapter.query(prometheus({ uid: 'other' }))).toThrow(
      refusing(
        'queries datasource "prometheus", and cannot query "other" as well; leave one out: the API server knows one adapter',
      ),
    );
  });

  it('a password, which it could take from its flags only', () => {
    const username = new SecretRef('metrics', 'user');
    const password = new SecretRef('metrics', 'password');
    const credentials = { kind: 'basic', username, password } as const;
    expect(() => bare().adapter.query(prometheus({ credentials }))).toThrow(
      refusing(
        'datasource "prometheus" wants a password, which prometheus-adapter cannot give from a file; give it credentials of kind \'bearer\'',
      ),
    );
  });

  it('an authority beyond the proxy', () => {
    const proxy = { url: 'http://proxy.example.com:3128' };
    const { adapter } = bare({}, { proxy });
    const ca = new SecretRef('metrics-ca', 'ca.crt');
    expect(() => adapter.query(prometheus({ ca }))).toThrow(
      refusing(
        'datasource "prometheus" has an authority of its own, with which prometheus-adapter leaves out the site\'s proxy; query one inside the cluster, or one whose certificate the image knows',
      ),
    );
    expect(() => adapter.query(prometheus())).not.toThrow();
  });

  it('two metrics of one name in one API, and takes the same twice', () => {
    const { adapter } = bare();
    const metric = requests();
    adapter.serve(metric);
    expect(() => adapter.serve(metric)).not.toThrow();
    expect(() => adapter.serve(requests({ series: 'other_total' }))).toThrow(
      refusing(
        'metric "requests" is served already, by the same API; give it another name: each answers for whole namespaces as well',
      ),
    );
    const external = externalMetric({ name: 'requests', series: 'queue_length', as: 'value' });
    expect(() => adapter.serve(external)).not.toThrow();
  });

  it('at synth, to ask nobody and to serve nothing', () => {
    expect(() => objectsOf(bare().chart)).toThrow(
      `${where}: queries no Prometheus; call query(prometheus)`,
    );
    expect(() => objectsOf(bare().chart)).toThrow(
      `${where}: serves nothing; call serve(podMetric({ … })), or set resourceMetrics`,
    );
    expect(() => objectsOf(wired().chart)).not.toThrow();
  });

  it('at synth, a window that is too short for the Prometheus it asks', () => {
    const { chart, adapter } = bare({
      resourceMetrics: true,
      resourceWindow: Duration.seconds(30),
    });
    adapter.query(prometheus());
    expect(() => objectsOf(chart)).toThrow(
      `${where}: resourceMetrics: window "30 seconds" is shorter than four scrape intervals of 15 seconds; give 1 minute or more`,
    );
    const other = bare();
    other.adapter.query(prometheus());
    other.adapter.serve(requests({ window: Duration.seconds(30) }));
    expect(() => objectsOf(other.chart)).toThrow(
      `metric "requests": window "30 seconds" is shorter than four scrape intervals of 15 seconds; give 1 minute or more`,
    );
  });

  it('at synth, a window that nothing tells', () => {
    const { chart, adapter } = bare();
    adapter.query(prometheus({ scrapeInterval: undefined }));
    adapter.serve(requests());
    expect(() => objectsOf(chart)).toThrow(
      'metric "requests": has no window, and how often its series get a sample is not known; give the datasource its scrapeInterval, or name the window',
    );
  });
});
