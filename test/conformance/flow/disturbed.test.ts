import { apiLogs } from './api-logs.js';
import { clusterEvents } from './cluster-events.js';
import { configChanges } from './config-changes.js';
import { kills } from './kills.js';
import { logAlert } from './log-alert.js';
import { podLogs } from './pod-logs.js';
import { retention } from './retention.js';
import { flowSite } from './sites.js';
import { describeFlow, describeWithAlloy, systemOfFile } from './suite.js';

describeFlow('the stack, disturbed', () => {
  const system = systemOfFile(flowSite);
  describeWithAlloy('its collectors', () => {
    clusterEvents(system);
    podLogs(system);
    apiLogs(system);
  });
  logAlert(system);
  configChanges(system);
  retention(system);
  kills(system);
});
