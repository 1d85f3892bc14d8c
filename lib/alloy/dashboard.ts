import { type Dashboard, type Datasources, titleOf } from '../core/index.js';
import {
  chosen,
  clusterVariable,
  type DashboardSpec,
  logs,
  logsQuery,
  prom,
  row,
} from '../model/dashboard/index.js';
import { streamSelector } from '../model/logql.js';
import { selector } from '../model/promql.js';
import { type Asking, filePanels, isItFine, itself, logsPanels, metricsPanels } from './panels.js';
import type { AlloyFacts } from './rules.js';

/** Whether an Alloy runs as configured, and delivers what it collects. */
export const alloyDashboard = (job: string, facts: () => AlloyFacts): Dashboard => ({
  uid: job,
  title: titleOf('Alloy', job),
  folder: 'Observability',
  needs: ['prometheus'],
  spec: (datasources) => spec(facts(), datasources),
});

function spec(alloy: AlloyFacts, { prometheus, loki }: Datasources): DashboardSpec {
  const of: Asking['of'] = (metric, matchers = {}) =>
    selector(metric, { ...chosen('cluster'), job: alloy.job, ...matchers });
  const asking: Asking = {
    of,
    rate: (metric, matchers) => `rate(${of(metric, matchers)}[$__rate_interval])`,
    ask: (expr, legend) => prom(prometheus, expr, { legend }),
  };
  return {
    description:
      'For whoever runs Alloy: does it run as configured, and does what it collects arrive?',
    tags: ['observability', 'alloy'],
    variables: [clusterVariable(prometheus)],
    panels: [
      ...isItFine(alloy, asking),
      ...(alloy.logs ? [row('Logs'), ...logsPanels(asking)] : []),
      ...(alloy.files ? filePanels(asking) : []),
      ...(alloy.metrics ? [row('Metrics'), ...metricsPanels(asking)] : []),
      row('Alloy itself'),
      ...itself(asking),
      ...(loki
        ? [
            row('What it says'),
            logs({
              title: 'Warnings and errors',
              description: "Alloy's own lines of level warn and error, newest first.",
              queries: [
                logsQuery(
                  loki,
                  `${streamSelector({ namespace: alloy.namespace, container: alloy.job })} | logfmt | level =~ "warn|error"`,
                ),
              ],
            }),
          ]
        : []),
    ],
  };
}
