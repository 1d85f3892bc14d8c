import { alertsBoard, asking, type Dashboard } from '../core/index.js';
import { clusterVariable, inCluster } from '../model/dashboard/index.js';
import { alertsHistory, alertsStats, alertsTables } from './alert-panels.js';
import { messagePanels, messageStats, sendingPanels, sendingStat } from './delivery-panels.js';

/** Where the alerts of a Prometheus go. */
export interface Delivery {
  /** Whether they are sent anywhere. */
  readonly sent: boolean;
  /** Jobs of the Alertmanagers that get them, of those whose series are there. */
  readonly alertmanagers: readonly string[];
}

/**
 * What fires, since when, what fires too often, and whether anybody is told. Alerts from logs are Loki's, and
 * stand in Alertmanager alone.
 *
 * @param delivery asked for as the dashboard is drawn, when all is wired
 */
export const alertsDashboard = (job: string, delivery: () => Delivery): Dashboard => ({
  uid: alertsBoard(job),
  title: job === 'prometheus' ? 'Alerts overview' : `Alerts overview: ${job}`,
  folder: 'Observability',
  needs: ['prometheus'],
  spec: ({ prometheus }) => {
    const { sent, alertmanagers } = delivery();
    const alerts = asking(prometheus, inCluster);
    const itself = asking(prometheus, { ...inCluster, job });
    const [only, ...others] = [...alertmanagers].sort();
    const told =
      only === undefined
        ? undefined
        : asking(prometheus, {
            ...inCluster,
            job: others.length > 0 ? { re: [only, ...others].join('|') } : only,
          });
    return {
      description: 'For whoever is called: what fires, since when, and who else was told?',
      tags: ['observability', 'alerts'],
      time: 'now-1d',
      variables: [clusterVariable(prometheus)],
      panels: [
        ...alertsStats(alerts),
        ...(sent ? [sendingStat(itself)] : []),
        ...(told ? messageStats(told) : []),
        ...alertsTables(alerts),
        ...alertsHistory(alerts),
        ...(sent ? sendingPanels(itself) : []),
        ...(told ? messagePanels(told) : []),
      ],
    };
  },
});
