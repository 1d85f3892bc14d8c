import { apiLogs } from './api-logs.js';
import { clusterEvents } from './cluster-events.js';
import { alerts } from './parts/alerts.js';
import { answers } from './parts/answers.js';
import { catalogues } from './parts/catalogues.js';
import { metrics } from './parts/metrics.js';
import { mutations } from './parts/mutations.js';
import { permissions } from './parts/permissions.js';
import { policies } from './parts/policies.js';
import { podLogs } from './pod-logs.js';
import { flowSite } from './sites.js';
import { describeFlow, describeWithAlloy, systemOfFile } from './suite.js';

describeFlow('the stack, running', () => {
  const system = systemOfFile(flowSite);
  metrics(system);
  policies(system);
  alerts(system);
  describeWithAlloy('with Alloy', () => {
    clusterEvents(system);
    podLogs(system);
    apiLogs(system);
  });
  answers(system);
  catalogues(system);
  permissions(system);
  mutations(system);
});
