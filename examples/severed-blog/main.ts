import { Duration, Size } from 'cdk8s';
import {
  Alloy,
  App,
  anonymousViewer,
  autoscalers,
  Chart,
  Cluster,
  clusterHealth,
  Grafana,
  hostWatch,
  Ingress,
  KubeStateMetrics,
  Loki,
  namespaces,
  Prometheus,
  PrometheusAdapter,
} from '../../lib/index.js';
import { Blog } from './blog.js';
import * as facts from './site.js';

/** A blog that is scaled by its requests, and all that watches it. Arrows may be drawn in any order. */
export default function severedBlog(inOrder = (arrows: readonly (() => void)[]) => arrows): App {
  const app = new App();
  const chart = (id: string) => new Chart(app, id, { site: facts.site });
  const [metrics, logs] = [chart('10-metrics'), chart('20-logs')];
  const [volumeSize, { every, requests }] = [Size.gibibytes(5), facts];
  namespaces(chart('00-namespaces'), facts.blogNamespace);

  // The databases.
  const prometheus = new Prometheus(metrics, 'prometheus', {
    volumeSize,
    scrapeInterval: every,
    outOfOrderWindow: Duration.minutes(1),
  });
  prometheus.escapes.push(facts.noAlertmanager);
  const loki = new Loki(logs, 'loki', { retention: Duration.hours(168), volumeSize });
  // The bridge: the state of objects, and numbers to scale by.
  const states = new KubeStateMetrics(metrics, 'kube-state-metrics');
  const adapter = new PrometheusAdapter(metrics, 'prometheus-adapter', { resourceMetrics: true });
  // The agent, on every node.
  const alloy = new Alloy(logs, 'alloy', { runsOn: 'every-node', scrapeInterval: every });
  const hosts = hostWatch();
  const cluster = new Cluster(metrics, 'cluster', { objects: states, hosts });
  // What people see.
  const grafana = new Grafana(chart('40-dashboards'), 'grafana', {
    login: anonymousViewer({ datasources: [prometheus, loki], ...facts.viewers }),
    service: facts.fromHome,
  });
  const blog = new Blog(chart('50-blog'), 'severed-blog', {
    namespace: facts.blogNamespace,
    requests,
  });
  const ingress = new Ingress(chart('90-edge'), 'ingress', facts.traefik);

  const boards = [clusterHealth(), autoscalers({ drivers: [facts.driver] })];
  const ours = [prometheus, loki, states, adapter, alloy, grafana];
  const arrows = [
    ...ours.map((part) => () => prometheus.scrape(part)),
    () => prometheus.scrape(cluster.without('cadvisor')),
    () => alloy.scrape(cluster.only('cadvisor')),
    () => alloy.scrape(blog),
    () => alloy.collectHostMetrics(),
    () => alloy.sendMetricsTo(prometheus),
    () => alloy.collectPodLogs({ via: 'api', namespaces: facts.logged }),
    () => alloy.sendLogsTo(loki),
    () => adapter.query(prometheus),
    () => adapter.serve(requests),
    ...[...ours, cluster, hosts].map((part) => () => prometheus.addRules(part)),
    ...[...ours, cluster, hosts].map((part) => () => grafana.addDashboards(part)),
    ...boards.map((board) => () => grafana.addDashboard(board)),
    () => grafana.addDatasource(loki, { default: true }),
    () => grafana.addDatasource(prometheus),
    () => ingress.route('grafana.localhost', grafana),
    () => ingress.route('blog.localhost', blog),
  ];
  for (const draw of inOrder(arrows)) draw();
  return app;
}
