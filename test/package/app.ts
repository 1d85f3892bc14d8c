import { App, Chart, Loki } from 'cdk8s-observability';

const app = new App();
const site = { cluster: 'package' };
const logs = new Chart(app, '20-logs', { site });
const loki = new Loki(logs, 'loki');
const name: string = loki.datasource.uid;
if (name !== 'loki') throw new Error(name);
app.synth();
