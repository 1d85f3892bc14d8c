import { Duration } from 'cdk8s';
import { App, alerts, Chart, Loki } from 'cdk8s-observability';

const app = new App();
const tuning = [alerts.TargetDown.tune({ for: Duration.minutes(30), threshold: 0.5 })];
const site = { cluster: 'package', tuning };
const logs = new Chart(app, '20-logs', { site });
const loki = new Loki(logs, 'loki');
const name: string = loki.datasource.uid;
if (name !== 'loki') throw new Error(name);
app.synth();
