import { type Dashboard, type Datasources, titleOf } from '../core/index.js';
import {
  chosen,
  clusterVariable,
  type DashboardSpec,
  logs,
  logsQuery,
  row,
} from '../model/dashboard/index.js';
import { streamSelector } from '../model/logql.js';
import { type Matchers, selector } from '../model/promql.js';
import { evaluationPanels, healthPanels, scrapePanels, storagePanels } from './panels.js';

/** Whether Prometheus scrapes, stores, evaluates and answers. */
export const prometheusDashboard = (job: string, namespace: string): Dashboard => ({
  uid: job,
  title: titleOf('Prometheus', job),
  folder: 'Observability',
  needs: ['prometheus'],
  spec: (datasources) => spec(job, namespace, datasources),
});

function spec(job: string, namespace: string, { prometheus, loki }: Datasources): DashboardSpec {
  const of = (metric: string, matchers: Matchers = {}) =>
    selector(metric, { ...chosen('cluster'), job, ...matchers });
  const errors = streamSelector({ namespace, container: job });
  return {
    description:
      'For whoever runs Prometheus: does it scrape, store, evaluate rules and answer queries?',
    tags: ['observability', 'prometheus'],
    variables: [clusterVariable(prometheus)],
    panels: [
      ...healthPanels(prometheus, of),
      row('Scraping'),
      ...scrapePanels(prometheus, of),
      row('Rules, alerts and queries'),
      ...evaluationPanels(prometheus, of),
      row('Storage'),
      ...storagePanels(prometheus, of),
      ...(loki
        ? [
            row('What it says'),
            logs({
              title: 'Warnings and errors',
              description: "Prometheus' own lines above level info, newest first.",
              queries: [logsQuery(loki, `${errors} | logfmt | level =~ "(?i)warn|error"`)],
            }),
          ]
        : []),
    ],
  };
}
