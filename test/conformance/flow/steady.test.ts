import { alerts } from './parts/alerts.js';
import { answers } from './parts/answers.js';
import { catalogues } from './parts/catalogues.js';
import { metrics } from './parts/metrics.js';
import { mutations } from './parts/mutations.js';
import { permissions } from './parts/permissions.js';
import { policies } from './parts/policies.js';
import { probes } from './parts/probes.js';
import { flowSite, stack } from './system/sites.js';
import { describeFlow, systemOfFile } from './system/suite.js';

describeFlow('the stack, running', () => {
  const system = systemOfFile(stack(flowSite));
  metrics(system);
  policies(system);
  probes(system);
  alerts(system);
  answers(system);
  // After all that brings a metric to light, or is asked of the API.
  catalogues(system);
  permissions(system);
  mutations(system);
});
