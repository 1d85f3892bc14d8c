import type { Asking } from '../../../core/index.js';
import {
  judged,
  type Panel,
  type Row,
  row,
  stat,
  table,
  timeseries,
} from '../../../model/dashboard/index.js';
import { ofClaim, toNamespace } from './claims.js';

const full = judged.space;
const day = 86_400;

/** What is asked of each volume that is mounted. Of one that several nodes mount, all say the same. */
function measures({ of }: Asking) {
  const stats = (what: string) => of(`kubelet_volume_stats_${what}`);
  const each = (expr: string) => `max by (${ofClaim}) (${expr})`;
  const free = stats('available_bytes');
  return {
    used: each(`1 - ${free} / ${stats('capacity_bytes')}`),
    inodes: each(`1 - ${stats('inodes_free')} / (${stats('inodes')} > 0)`),
    free: each(free),
    size: each(stats('capacity_bytes')),
    growth: each(`deriv(${stats('used_bytes')}[6h])`),
    fullSoon: each(`predict_linear(${free}[6h], ${4 * day}) < 0`),
    // The line through the last hours, on to where nothing is free.
    left: each(`${free} / -(deriv(${free}[6h]) < 0) < ${90 * day}`),
  };
}

/** Have the volumes room? */
export function volumeStats(mounted: Asking): readonly Panel[] {
  const { ask } = mounted;
  const { used, inodes, fullSoon } = measures(mounted);
  const count = (some: string) => `count(${some}) or 0 * count(${used})`;
  const noValue = 'no volumes';
  return [
    stat({
      title: 'Fullest volume',
      description: 'Used share of the fullest volume that a pod has mounted.',
      unit: 'percentunit',
      width: 3,
      thresholds: full,
      noValue,
      queries: [ask(`max(${used})`)],
    }),
    stat({
      title: 'Nearly full',
      description: `Volumes of which more than ${full.above.warning * 100} % are used. Normal is 0.`,
      unit: 'short',
      width: 3,
      thresholds: { above: { warning: 1 } },
      noValue,
      queries: [ask(count(`${used} > ${full.above.warning}`))],
    }),
    stat({
      title: 'Full in 4 days',
      description: 'Volumes that will be, if they go on as in the last 6 hours. Normal is 0.',
      unit: 'short',
      width: 3,
      thresholds: { above: { warning: 1 } },
      noValue,
      queries: [ask(count(fullSoon))],
    }),
    stat({
      title: 'Fewest inodes',
      description: 'Used share of the inodes of the worst volume. At 1, no file can be made.',
      unit: 'percentunit',
      width: 3,
      thresholds: full,
      noValue: 'without limit',
      queries: [ask(`max(${inodes})`)],
    }),
  ];
}

/** Each volume: how full it is, and when it will be. */
export function volumePanels(mounted: Asking, namespaceBoard: string): readonly (Panel | Row)[] {
  const { ask } = mounted;
  const { used, inodes, free, size, growth, left } = measures(mounted);
  const name = '{{namespace}} {{persistentvolumeclaim}}';
  const now = {
    used: ask(used),
    free: ask(free),
    size: ask(size),
    growth: ask(`${growth} * ${day}`),
    left: ask(left),
    inodes: ask(inodes),
  };
  return [
    row('Volumes that pods have mounted'),
    table({
      title: 'Volumes now',
      description:
        'The fullest first. "Full in" goes on as the last 6 hours did. Volumes that are directories of a node all show the disk that they share.',
      height: 10,
      noValue: 'no volumes',
      queries: Object.values(now),
      columns: [
        { label: 'cluster', title: 'Cluster' },
        { label: 'namespace', title: 'Namespace', link: toNamespace(namespaceBoard) },
        { label: 'persistentvolumeclaim', title: 'Claim' },
        { value: now.used, title: 'Used', unit: 'percentunit', thresholds: full },
        { value: now.free, title: 'Free', unit: 'bytes' },
        { value: now.size, title: 'Size', unit: 'bytes' },
        { value: now.growth, title: 'Grows a day', unit: 'bytes' },
        {
          value: now.left,
          title: 'Full in',
          unit: 'dtdurations',
          thresholds: { below: { warning: 4 * day, critical: day } },
        },
        { value: now.inodes, title: 'Inodes used', unit: 'percentunit', thresholds: full },
      ],
      sortBy: 'Used',
    }),
    timeseries({
      title: 'Space in use',
      description:
        'Used share, the ten fullest. A staircase that never falls: nothing is cleaned up.',
      unit: 'percentunit',
      max: 1,
      thresholds: full,
      noValue: 'no volumes',
      queries: [ask(`topk(10, ${used})`, name)],
    }),
    timeseries({
      title: 'Growing fastest',
      description:
        'Bytes a second that volumes grew by in the last 6 hours, the ten that grow most.',
      unit: 'Bps',
      noValue: 'no volume grows',
      queries: [ask(`topk(10, ${growth} > 0)`, name)],
    }),
  ];
}
