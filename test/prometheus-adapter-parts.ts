import { Duration } from 'cdk8s';
import type { IDatasource, Manifest, SiteProps } from '../lib/core/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import {
  externalMetric,
  objectMetric,
  PrometheusAdapter,
  type PrometheusAdapterProps,
  podMetric,
  type ScalingMetricProps,
} from '../lib/prometheus-adapter/index.js';
import { fileOf, objectOf, objectsOf, testChart } from './support.js';

/** A Prometheus that takes a sample every fifteen seconds. */
export const prometheus = (options: Parameters<typeof Prometheus.fromUrl>[1] = {}): IDatasource =>
  Prometheus.fromUrl('http://prometheus.example.com:9090', {
    scrapeInterval: Duration.seconds(15),
    ...options,
  });

/** Requests of pods, in a second. */
export const requests = (props: Partial<ScalingMetricProps> = {}) =>
  podMetric({ name: 'requests', series: 'http_requests_total', as: 'rate', ...props });

/** An adapter of its own app, not wired to anything. */
export function bare(props: PrometheusAdapterProps = {}, site: Partial<SiteProps> = {}) {
  const chart = testChart(site);
  return { chart, adapter: new PrometheusAdapter(chart, 'prometheus-adapter', props) };
}

/** An adapter that serves the requests of pods. */
export function wired(props: PrometheusAdapterProps = {}, site: Partial<SiteProps> = {}) {
  const made = bare(props, site);
  made.adapter.query(prometheus());
  made.adapter.serve(requests());
  return made;
}

/** Its configuration file. */
export const configOf = ({ chart }: ReturnType<typeof bare>): string =>
  fileOf(chart, 'prometheus-adapter-config', 'config.yaml');

/** Its objects of one kind. */
export const ofKind = (made: ReturnType<typeof bare>, kind: string): readonly Manifest[] =>
  objectsOf(made.chart).filter((o) => o.kind === kind);

/** Requests of Ingresses, in a second. */
export const ingress = objectMetric({
  ...{ name: 'ingress_requests', series: 'ingress_requests_total', as: 'rate' },
  ...{ resource: 'ingresses', apiGroup: 'networking.k8s.io', label: 'ingress' },
});

/** How many wait, for whoever asks. */
export const waiting = externalMetric({
  ...{ name: 'waiting', series: 'queue_length', as: 'value', namespaced: false },
});

/** Its pod. */
export const podOf = (made: ReturnType<typeof bare>) =>
  objectOf(made.chart, 'Deployment', 'prometheus-adapter').spec.template.spec;

/** Its flags. */
export const argsOf = (made: ReturnType<typeof bare>): readonly string[] =>
  podOf(made).containers[0].args;
