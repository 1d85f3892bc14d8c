import type { Asking } from '../../../core/index.js';
import {
  type Panel,
  type Row,
  row,
  stat,
  table,
  timeseries,
  type ValueLink,
} from '../../../model/dashboard/index.js';

/** Labels of a claim. */
export const ofClaim = 'cluster, namespace, persistentvolumeclaim';

/** Leads to the namespace of what is clicked. */
export const toNamespace = (uid: string): ValueLink => ({
  uid,
  title: 'This namespace',
  labels: ['cluster', 'namespace'],
});

/** Does each claim have its volume, and each volume its claim? */
export function claimStats(claims: Asking, volumes: Asking | undefined): readonly Panel[] {
  const phase = claims.of('kube_persistentvolumeclaim_status_phase', { phase: { not: 'Bound' } });
  return [
    stat({
      title: 'Claims without volume',
      description: 'Claims that wait for a volume or have lost it. Their pods do not start.',
      unit: 'short',
      width: 3,
      thresholds: { above: { warning: 1 } },
      noValue: 'no claims',
      queries: [claims.ask(`sum(${phase})`)],
    }),
    ...(volumes
      ? [
          stat({
            title: 'Failed volumes',
            description: 'Volumes that could be neither cleaned nor deleted. Each still costs.',
            unit: 'short',
            width: 3,
            thresholds: { above: { warning: 1 } },
            noValue: 'no volumes',
            queries: [
              volumes.ask(
                `sum(${volumes.of('kube_persistentvolume_status_phase', { phase: 'Failed' })})`,
              ),
            ],
          }),
        ]
      : []),
  ];
}

/** Claims and volumes as Kubernetes knows them, mounted or not. */
export function claimPanels(
  claims: Asking,
  volumes: Asking | undefined,
  namespaceBoard: string,
): readonly (Panel | Row)[] {
  const phase = 'kube_persistentvolumeclaim_status_phase';
  const waiting = claims.ask(
    `max by (${ofClaim}, phase) (${claims.of(phase, { phase: { not: 'Bound' } })}) == 1`,
  );
  const wanted = claims.of('kube_persistentvolumeclaim_resource_requests_storage_bytes');
  const info = claims.of('kube_persistentvolumeclaim_info');
  return [
    row('Claims and volumes'),
    table({
      title: 'Claims without volume',
      description:
        'Pending: no class makes one, none fits, or no pod uses it yet. Lost: its volume is gone. The events of the claim say which.',
      noValue: 'Every claim has its volume',
      height: 6,
      queries: [waiting],
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'namespace', title: 'Namespace', link: toNamespace(namespaceBoard) },
        { label: 'persistentvolumeclaim', title: 'Claim' },
        { label: 'phase', title: 'Phase' },
      ],
    }),
    timeseries({
      title: 'Claims by phase',
      description: 'All of them are Bound where all is well.',
      unit: 'short',
      width: 8,
      queries: [claims.ask(`sum by (cluster, phase) (${claims.of(phase)}) > 0`, '{{phase}}')],
    }),
    ...(volumes
      ? [
          timeseries({
            title: 'Volumes by phase',
            description:
              'Released: its claim is gone, and it is kept for you to look into. Many of them cost money.',
            unit: 'short',
            width: 8,
            queries: [
              volumes.ask(
                `sum by (cluster, phase) (${volumes.of('kube_persistentvolume_status_phase')}) > 0`,
                '{{phase}}',
              ),
            ],
          }),
        ]
      : []),
    timeseries({
      title: 'Space claimed, by class',
      description: 'What claims ask for, by storage class. It is paid for, used or not.',
      unit: 'bytes',
      stacked: true,
      width: 8,
      queries: [
        claims.ask(
          `sum by (cluster, storageclass) (${wanted} * on (${ofClaim}) group_left (storageclass) ${info})`,
          '{{storageclass}}',
        ),
      ],
    }),
  ];
}
