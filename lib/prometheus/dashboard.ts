import { componentDashboard, type Dashboard, ownLines } from '../core/index.js';
import { row } from '../model/dashboard/index.js';
import { evaluationPanels, healthPanels, scrapePanels, storagePanels } from './panels.js';

/** Whether Prometheus scrapes, stores, evaluates and answers. */
export const prometheusDashboard = (job: string, namespace: string, replicas: number): Dashboard =>
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
