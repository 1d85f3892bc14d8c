import { Alloy, App, Chart, Loki, namespaces, SecretRef } from '../lib/index.js';

/** Logs of a cluster sent to a Loki that someone else runs, as a tenant of it. */
export function externalLoki(): App {
  const app = new App();
  const chart = new Chart(app, 'logs', { site: { cluster: 'lab' } });
  namespaces(chart);

  const loki = Loki.fromUrl('https://logs.example.com', {
    tenant: 'lab',
    credentials: { kind: 'bearer', token: new SecretRef('logs-example-com', 'token') },
  });
  const alloy = new Alloy(chart, 'alloy', { runsOn: 'every-node' });

  alloy.collectPodLogs();
  alloy.sendLogsTo(loki);
  return app;
}
