import { drop, type RelabelStep } from '../model/relabel.js';

/** What is scraped and thrown away: that nothing is known of a pod's readiness. Whether it is ready says another series. */
export const noise: readonly RelabelStep[] = [
  drop({ from: ['__name__', 'condition'], matches: 'kube_pod_status_ready;unknown' }),
];
