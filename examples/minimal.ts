import {
  App,
  adminSecret,
  Chart,
  Grafana,
  namespaces,
  Prometheus,
  SecretRef,
} from '../lib/index.js';

/** The least that shows something: Prometheus, watching itself, and Grafana, showing it. */
export function minimal(): App {
  const app = new App();
  const chart = new Chart(app, 'observability', { site: { cluster: 'lab' } });
  namespaces(chart);

  const prometheus = new Prometheus(chart, 'prometheus');
  const grafana = new Grafana(chart, 'grafana', {
    login: adminSecret({ password: new SecretRef('grafana-admin', 'password') }),
  });

  prometheus.scrape(grafana);
  grafana.addDatasource(prometheus, { default: true });
  grafana.addDashboards(prometheus);
  grafana.addDashboards(grafana);
  return app;
}
