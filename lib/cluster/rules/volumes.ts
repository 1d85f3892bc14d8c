import { Duration } from 'cdk8s';
import { shownBy } from '../../model/promql.js';
import { type AlertRule, bounded } from '../../model/rule.js';
import type { Watched } from '../watched.js';
import { each, on } from './asking.js';

const claim = 'namespace, persistentvolumeclaim';

/** What a volume can run out of. */
interface Room {
  readonly alert: string;
  readonly what: string;
  readonly free: string;
  readonly of: string;
  readonly used: string;
}

const rooms: readonly Room[] = [
  {
    alert: 'KubePersistentVolumeFillingUp',
    what: 'space',
    free: 'available_bytes',
    of: 'capacity_bytes',
    used: 'used_bytes',
  },
  {
    alert: 'KubePersistentVolumeInodesFillingUp',
    what: 'inodes',
    free: 'inodes_free',
    of: 'inodes',
    used: 'inodes_used',
  },
];

/**
 * That volumes do not fill up, as their kubelets see them.
 *
 * @param objects tells which claims are only read, and may be full
 */
export const fillingRules = (job: string, objects: Watched['objects']): readonly AlertRule[] =>
  rooms.flatMap((room) => filling(room, job, objects));

function filling(
  { alert, what, free, of, used }: Room,
  job: string,
  objects: Watched['objects'],
): readonly AlertRule[] {
  const stat = (name: string) => shownBy(job)(`kubelet_volume_stats_${name}`);
  const share = each(claim, `${stat(free)} / ${stat(of)}`);
  const isUsed = `${each(claim, stat(used))} > 0`;
  const written = objects?.kinds.includes('persistentvolumeclaims')
    ? ` unless ${on(claim)} (${shownBy(objects.job)('kube_persistentvolumeclaim_access_mode', { access_mode: 'ReadOnlyMany' })} == 1)`
    : '';
  return [
    bounded(0.03, (least) => ({
      alert,
      expr: `${share} < ${least} and ${isUsed}${written}`,
      for: Duration.minutes(1),
      severity: 'critical',
      summary: `A volume has hardly any ${what} left`,
      description: `{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its ${what} left: what writes to it will fail any moment. Make it larger, or delete what is not needed.`,
    })),
    bounded(0.15, (least) => ({
      alert,
      expr: `${share} < ${least} and ${isUsed} and ${each(claim, `predict_linear(${stat(free)}[6h], 4 * 24 * 3600)`)} < 0${written}`,
      for: Duration.hours(1),
      severity: 'warning',
      summary: `A volume will have no ${what} left within 4 days`,
      description: `{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its ${what} left, and at the pace of the last 6 hours none within 4 days. Make it larger, or see what grows.`,
    })),
  ];
}

/** That volumes are there for those who claim them. */
export function volumeStateRules(job: string): readonly AlertRule[] {
  const of = shownBy(job);
  return [
    {
      alert: 'KubePersistentVolumeErrors',
      expr: `${each('persistentvolume, phase', of('kube_persistentvolume_status_phase', { phase: { re: 'Failed|Pending' } }))} == 1`,
      for: Duration.minutes(5),
      // Nobody's data is at risk: who waits for the volume is told of by the claim.
      severity: 'warning',
      summary: 'A volume is neither used nor free',
      description:
        'Volume {{ $labels.persistentvolume }} is {{ $labels.phase }}: it could not be made, or not be cleared after its claim was gone. Its events say what the storage answered.',
    },
    {
      alert: 'KubePersistentVolumeClaimPending',
      // A claim that no pod uses may wait: many classes make its volume only for a pod.
      expr: `${each(claim, of('kube_persistentvolumeclaim_status_phase', { phase: 'Pending' }))} == 1 and ${on(claim)} ${of('kube_pod_spec_volumes_persistentvolumeclaims_info')}`,
      for: Duration.minutes(15),
      severity: 'warning',
      summary: 'A pod waits for a volume',
      description:
        '{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has got no volume for 15 minutes, and the pod that uses it does not start. Its events say whether the class, the zone or the storage is at fault.',
    },
  ];
}
