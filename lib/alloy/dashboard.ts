import { componentDashboard, type Dashboard, ownLines, processPanels } from '../core/index.js';
import { row } from '../model/dashboard/index.js';
import { filePanels, healthPanels, logsPanels, metricsPanels } from './panels.js';
import type { AlloyFacts } from './rules.js';

/** Whether an Alloy runs as configured, and delivers what it collects. */
export const alloyDashboard = (
  job: string,
  namespace: string,
  facts: () => AlloyFacts,
): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'Alloy',
    description:
      'For whoever runs Alloy: does it run as configured, and does what it collects arrive?',
    panels: (asking, datasources) => {
      const alloy = facts();
      return [
        ...healthPanels(alloy, asking),
        ...(alloy.logs ? [row('Logs'), ...logsPanels(asking)] : []),
        ...(alloy.files ? filePanels(asking) : []),
        ...(alloy.metrics ? [row('Metrics'), ...metricsPanels(asking)] : []),
        ...processPanels(asking, {
          memory: 'Near its limit it is killed.',
          onNodes: alloy.onNodes,
        }),
        ...ownLines(datasources, { product: 'Alloy', namespace, container: job }),
      ];
    },
  });
