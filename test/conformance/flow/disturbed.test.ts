import { configChanges } from './changes/config-changes.js';
import { kills } from './changes/kills.js';
import { retention } from './changes/retention.js';
import { apiLogs } from './logs/api-logs.js';
import { clusterEvents } from './logs/cluster-events.js';
import { logAlert } from './logs/log-alert.js';
import { podLogs } from './logs/pod-logs.js';
import { flowSite, stack } from './system/sites.js';
import { describeFlow, describeWithAlloy, systemOfFile } from './system/suite.js';

describeFlow('the stack, disturbed', () => {
  const system = systemOfFile(stack(flowSite));
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
