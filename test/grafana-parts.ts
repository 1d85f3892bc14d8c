import { Duration } from 'cdk8s';
import { type Chart, Endpoint, type IDatasource, SecretRef } from '../lib/core/index.js';
import { adminSecret, Grafana, type GrafanaProps } from '../lib/grafana/index.js';
import { objectsOf } from './support.js';

export const secret = (key: string): SecretRef => new SecretRef('grafana', key);
export const admin = adminSecret({ password: secret('password') });

export const prometheus: IDatasource = {
  datasource: {
    uid: 'prometheus',
    type: 'prometheus',
    endpoint: Endpoint.fromUrl('http://prometheus.observability.svc:9090'),
    scrapeInterval: Duration.seconds(30),
  },
};

/** A Grafana with the least it needs. */
export function grafanaIn(chart: Chart, props: GrafanaProps = { login: admin }): Grafana {
  const grafana = new Grafana(chart, 'grafana', props);
  grafana.addDatasource(prometheus, { default: true });
  return grafana;
}

/** A synth, to be expected to throw or not. */
export const synth = (chart: Chart) => () => {
  objectsOf(chart);
};

/** What a synth throws for one fault. */
export const oneFault = (message: string): Error =>
  new Error(`1 error, nothing was written\n  ${message}`);
