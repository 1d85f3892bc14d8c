import { Duration } from 'cdk8s';
import {
  Alloy,
  App,
  adminSecret,
  Chart,
  Grafana,
  Loki,
  namespaces,
  SecretRef,
} from '../lib/index.js';

/** Logs and events of a cluster whose metrics live elsewhere. */
export function logsOnly(): App {
  const app = new App();
  const chart = new Chart(app, 'logs', { site: { cluster: 'lab' } });
  namespaces(chart);

  const loki = new Loki(chart, 'loki', { retention: Duration.days(14) });
  const alloy = new Alloy(chart, 'alloy', { runsOn: 'every-node' });
  const events = new Alloy(chart, 'alloy-events', { runsOn: 'cluster' });
  const grafana = new Grafana(chart, 'grafana', {
    login: adminSecret({ password: new SecretRef('grafana-admin', 'password') }),
  });

  alloy.collectPodLogs();
  alloy.sendLogsTo(loki);
  events.collectClusterEvents();
  events.sendLogsTo(loki);
  grafana.addDatasource(loki, { default: true });
  return app;
}
