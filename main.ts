import { observability } from './charts/index.js';
import { App } from './lib/index.js';
import { example } from './sites/example.js';

const app = new App();
observability(app, example);
app.synth();
