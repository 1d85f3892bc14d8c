import { drop, type RelabelStep } from '../model/relabel.js';

/**
 * What is scraped and thrown away: of each pod a series for every answer that it does not give. Whether it is ready
 * is told by one; of reasons, those stay that people act on.
 */
export const noise: readonly RelabelStep[] = [
  drop({ from: ['__name__', 'condition'], matches: 'kube_pod_status_ready;unknown' }),
  drop({
    from: ['__name__', 'reason'],
    matches: 'kube_pod_status_reason;(NodeAffinity|NodeLost|Shutdown|UnexpectedAdmissionError)',
  }),
];
