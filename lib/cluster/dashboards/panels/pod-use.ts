import { kubeletJob } from '../../../core/index.js';
import {
  inNamespace,
  judged,
  type Panel,
  type Row,
  row,
  timeseries,
} from '../../../model/dashboard/index.js';
import { selector } from '../../../model/promql.js';
import { alone } from '../../promised.js';
import { pod } from '../../recorded.js';
import { type Sources, when } from '../sources.js';
import { slowed, throttled } from './measures.js';

const each = `${pod}, container`;
const sum = (expr: string) => `sum by (${each}) (${expr})`;

/** What its containers use, of what they may. */
export function podUse(from: Sources): readonly (Panel | Row)[] {
  const { objects, cadvisor } = from;
  const bounds = (resource: 'cpu' | 'memory') =>
    when(objects('pods'), ({ of, ask }) =>
      (['requests', 'limits'] as const).map((what) =>
        ask(
          `max by (${each}) (${of(`kube_pod_container_resource_${what}`, { resource })})`,
          `{{container}} ${what}`,
        ),
      ),
    );
  return when<Sources['any'], Panel | Row>(cadvisor, (containers) => {
    const { of, rate, ask } = containers;
    return [
      row('What its containers use'),
      timeseries({
        title: 'CPU in use, by container',
        description:
          'Cores, with what is requested and the limit. At the limit a container is made to wait; above its requests it may be.',
        unit: 'short',
        queries: [
          ask(sum(rate('container_cpu_usage_seconds_total', alone)), '{{container}}'),
          ...bounds('cpu'),
        ],
      }),
      timeseries({
        title: 'Memory in use, by container',
        description:
          'What cannot be given to others, with what is requested and the limit; and what the program itself holds (RSS): the rest is files in memory. At the limit it is killed.',
        unit: 'bytes',
        queries: [
          ask(sum(of('container_memory_working_set_bytes', alone)), '{{container}}'),
          ask(sum(of('container_memory_rss', alone)), '{{container}} RSS'),
          ...bounds('memory'),
        ],
      }),
      timeseries({
        title: 'Slowed by limits on CPU, by container',
        description:
          'Share of time slices in which a container was made to wait. Above a quarter its answers are late: raise the limit, or leave it out.',
        unit: 'percentunit',
        thresholds: slowed,
        noValue: 'no limits',
        queries: [ask(throttled(containers, each), '{{container}}')],
      }),
      ...when(objects('pods'), (pods) => [
        timeseries({
          title: 'Ready, by container',
          description: '1 while its probe succeeds. Falls without a restart: it answers too late.',
          unit: 'short',
          max: 1,
          queries: [
            pods.ask(
              `min by (${each}) (${pods.of('kube_pod_container_status_ready')})`,
              '{{container}}',
            ),
          ],
        }),
      ]),
      ...network(containers),
      ...files(from),
    ];
  });
}

function network({ rate, ask }: Sources['any']): readonly (Panel | Row)[] {
  const way = (direction: 'receive' | 'transmit', what: string) =>
    `sum by (${pod}) (${rate(`container_network_${direction}_${what}_total`)})`;
  const lost = (direction: 'receive' | 'transmit') =>
    `${way(direction, 'packets_dropped')} + ${way(direction, 'errors')}`;
  return [
    row('Network'),
    timeseries({
      title: 'Network',
      description:
        'Bytes a second, of all its containers. On the network of the host: those of the whole node.',
      unit: 'Bps',
      queries: [ask(way('receive', 'bytes'), 'received'), ask(way('transmit', 'bytes'), 'sent')],
    }),
    timeseries({
      title: 'Packets lost',
      description: 'Packets a second that were dropped or damaged. Normal is none.',
      unit: 'pps',
      queries: [ask(lost('receive'), 'received'), ask(lost('transmit'), 'sent')],
    }),
  ];
}

function files({ any, objects, cadvisor, kubelet }: Sources): readonly (Panel | Row)[] {
  const claim = 'cluster, namespace, persistentvolumeclaim';
  // Volumes know their claims, and not the pods that mount them.
  const volume = (what: 'available' | 'capacity') =>
    selector(`kubelet_volume_stats_${what}_bytes`, { ...inNamespace, job: kubeletJob });
  const panels = [
    ...when(cadvisor, ({ rate, ask }) => [
      timeseries({
        title: 'Read and written',
        description:
          'Bytes a second that containers move to and from disks, past what memory keeps.',
        unit: 'binBps',
        queries: [
          ask(sum(rate('container_fs_reads_bytes_total', alone)), '{{container}} reads'),
          ask(sum(rate('container_fs_writes_bytes_total', alone)), '{{container}} writes'),
        ],
      }),
    ]),
    ...when(kubelet && objects('pods'), (pods) => [
      timeseries({
        title: 'Volumes used',
        description: 'Used share of each volume that it mounts. At 1, writes fail.',
        unit: 'percentunit',
        thresholds: judged.space,
        noValue: 'no volumes',
        queries: [
          any.ask(
            `1 - ${volume('available')} / ${volume('capacity')} and on (${claim}) ${pods.of('kube_pod_spec_volumes_persistentvolumeclaims_info')}`,
            '{{persistentvolumeclaim}}',
          ),
        ],
      }),
    ]),
  ];
  return panels.length === 0 ? [] : [row('Files'), ...panels];
}
