import { componentDashboard, type Dashboard, ownLines } from '../core/index.js';
import { row } from '../model/dashboard/index.js';
import { alertsDashboard } from './alerts-dashboard.js';
import type { Destinations, Outgoing } from './destinations.js';
import type { Jobs } from './jobs.js';
import { outgoingPanels } from './outgoing-panels.js';
import { evaluationPanels, healthPanels, scrapePanels, storagePanels } from './panels.js';

/** Of itself, and of the alerts that it evaluates. */
export const prometheusDashboards = (
  { name, namespace }: { readonly name: string; readonly namespace: string },
  replicas: number,
  destinations: Destinations,
  jobs: Jobs,
): readonly Dashboard[] => [
  prometheusDashboard({ job: name, namespace, replicas }, () => destinations.outgoing),
  alertsDashboard(name, () => destinations.delivery(jobs.intervals)),
];

/** Whether Prometheus scrapes, stores, evaluates and answers. */
const prometheusDashboard = (
  {
    job,
    namespace,
    replicas,
  }: { readonly job: string; readonly namespace: string; readonly replicas: number },
  outgoing: () => Outgoing,
): Dashboard =>
  componentDashboard({
    job,
    namespace,
    product: 'Prometheus',
    description:
      'For whoever runs Prometheus: does it scrape, store, evaluate rules and answer queries?',
    panels: (prometheus, datasources) => [
      ...healthPanels(prometheus, replicas, outgoing()),
      row('Scraping'),
      ...scrapePanels(prometheus),
      row('Rules and queries'),
      ...evaluationPanels(prometheus),
      ...outgoingPanels(prometheus, outgoing()),
      row('Storage'),
      ...storagePanels(prometheus),
      ...ownLines(datasources, { product: 'Prometheus', namespace, container: job }),
    ],
  });
