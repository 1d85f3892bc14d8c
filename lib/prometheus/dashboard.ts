import { componentDashboard, type Dashboard, ownLines } from '../core/index.js';
import { row } from '../model/dashboard/index.js';
import { alertsDashboard } from './alerts-dashboard.js';
import type { Destinations } from './destinations.js';
import type { Jobs } from './jobs.js';
import { evaluationPanels, healthPanels, scrapePanels, storagePanels } from './panels.js';

/** Of itself, and of the alerts that it evaluates. */
export const prometheusDashboards = (
  { name, namespace }: { readonly name: string; readonly namespace: string },
  replicas: number,
  destinations: Destinations,
  jobs: Jobs,
): readonly Dashboard[] => [
  prometheusDashboard(name, namespace, replicas),
  alertsDashboard(name, () => destinations.delivery(jobs.intervals)),
];

/** Whether Prometheus scrapes, stores, evaluates and answers. */
const prometheusDashboard = (job: string, namespace: string, replicas: number): Dashboard =>
  componentDashboard({
    job,
    product: 'Prometheus',
    description:
      'For whoever runs Prometheus: does it scrape, store, evaluate rules and answer queries?',
    panels: (prometheus, datasources) => [
      ...healthPanels(prometheus, replicas),
      row('Scraping'),
      ...scrapePanels(prometheus),
      row('Rules, alerts and queries'),
      ...evaluationPanels(prometheus),
      row('Storage'),
      ...storagePanels(prometheus),
      ...ownLines(datasources, { product: 'Prometheus', namespace, container: job }),
    ],
  });
