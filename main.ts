import { observability } from './charts/index.js';
import { App } from './lib/index.js';
import { example } from './sites/example.js';

const app = new App();
// What it returns can be wired to more: `const { prometheus } = …; prometheus.scrape(…)`.
observability(app, example);
app.synth();
