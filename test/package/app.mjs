import { App, Chart, Loki } from 'cdk8s-observability';

const app = new App();
const logs = new Chart(app, '20-logs', { site: { cluster: 'package' } });
new Loki(logs, 'loki');
app.synth();
