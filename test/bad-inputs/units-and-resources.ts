import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import { stackSite } from '../../charts/index.js';
import { example } from '../../sites/example.js';
import { loki, prometheus, type Row, untyped } from './row.js';

const retention = (value: unknown) => () => prometheus({ retention: value });
const volume = (volumeSize: unknown, retentionSize?: unknown) => () =>
  prometheus({ volumeSize, retentionSize });
const memory = (resources: unknown) => () => loki({ resources });
const notTime = (shown: string, meant: string) =>
  `chart/prometheus: retention ${shown} is not a Duration; give ${meant}, from 'cdk8s'`;
const notSize = (prop: string, shown: string, meant: string) =>
  `chart/prometheus: ${prop} ${shown} is not a Size; give ${meant}, from 'cdk8s'`;

/** 50 × 10^9 bytes: what a cloud sells as 50 GB. */
const decimal = Size.kibibytes(48_828_125);

export const unitsAndResources: readonly Row[] = [
  {
    row: 1,
    bad: [
      ['a time in words', retention('15 days'), notTime('"15 days"', 'Duration.days(15)')],
      [
        'the same in a site file',
        () => stackSite({ ...example, retention: { metrics: untyped('15 days') } }),
        'site: retention.metrics "15 days" is not a Duration; give Duration.days(14), from \'cdk8s\'',
      ],
    ],
    near: [['15 days', retention(Duration.days(15))]],
  },
  {
    row: 2,
    bad: [
      ['a number without its unit', retention('1h30'), notTime('"1h30"', 'Duration.days(15)')],
      ['a fraction', retention('1.5h'), notTime('"1.5h"', 'Duration.minutes(90)')],
      ['a negative time', retention('-1d'), notTime('"-1d"', 'Duration.days(1)')],
      ['nothing', retention(''), notTime('""', 'Duration.days(15)')],
      [
        'no time at all, typed',
        () => loki({ retention: Duration.seconds(0) }),
        'chart/loki: retention "0 seconds" is not longer than zero; give a positive Duration',
      ],
    ],
    near: [['a fraction of a day, typed', retention(Duration.hours(36))]],
  },
  {
    row: 3,
    bad: [['units out of order', retention('30m1h'), notTime('"30m1h"', 'Duration.minutes(90)')]],
    near: [['the same, typed', retention(Duration.minutes(190))]],
  },
  {
    row: 4,
    bad: [
      [
        'days, where Go knows none',
        () => loki({ retention: '14d' }),
        'chart/loki: retention "14d" is not a Duration; give Duration.days(14), from \'cdk8s\'',
      ],
    ],
    near: [['14 days, written as hours', () => loki({ retention: Duration.days(14) })]],
  },
  {
    row: 5,
    bad: [
      [
        'a size with a space',
        volume('50 GB'),
        notSize('volumeSize', '"50 GB"', 'Size.gibibytes(50)'),
      ],
    ],
    near: [['50 GiB', volume(Size.gibibytes(50))]],
  },
  {
    row: 6,
    bad: [
      ['a size in bytes', volume('50GB'), notSize('volumeSize', '"50GB"', 'Size.gibibytes(50)')],
      ['a bare number', volume(50), notSize('volumeSize', '50', 'Size.gibibytes(50)')],
    ],
    near: [['50 GB, the decimal ones', volume(decimal)]],
  },
  {
    row: 7,
    bad: [
      [
        "a Kubernetes quantity in Prometheus' place",
        volume(Size.gibibytes(80), '50Gi'),
        notSize('retentionSize', '"50Gi"', 'Size.gibibytes(50)'),
      ],
    ],
    near: [['50 GiB, written in its own way', volume(Size.gibibytes(80), Size.gibibytes(50))]],
  },
  {
    row: 8,
    bad: [
      [
        'more than the volume holds',
        volume(Size.gibibytes(50), Size.gibibytes(60)),
        'chart/prometheus: retentionSize "60Gi" (64424509440 bytes) is 120 % of volumeSize "50Gi" (53687091200 bytes); give at most 95 %, better 80 %, or a larger volume',
      ],
      [
        'more than it should hold',
        volume(Size.gibibytes(50), Size.gibibytes(43)),
        'chart/prometheus: retentionSize "43Gi" (46170898432 bytes) is 86 % of volumeSize "50Gi" (53687091200 bytes); give at most 85 %, a larger volume, or say why in retentionSizeReason',
      ],
    ],
    near: [['84 % of it', volume(Size.gibibytes(50), Size.gibibytes(42))]],
  },
  {
    row: 9,
    bad: [
      [
        '50 × 2^30 on 50 × 10^9',
        volume(decimal, Size.gibibytes(50)),
        'chart/prometheus: retentionSize "50Gi" (53687091200 bytes) is 108 % of volumeSize "48828125Ki" (50000000000 bytes); give at most 95 %, better 80 %, or a larger volume',
      ],
    ],
    near: [['39 × 2^30 on it', volume(decimal, Size.gibibytes(39))]],
  },
  {
    row: 11,
    bad: [
      [
        'bytes',
        memory({ memory: '512' }),
        'chart/loki: resources: memory "512" is not a Size; give Size.mebibytes(512), from \'cdk8s\'',
      ],
      [
        'thousandths of a byte',
        memory({ memory: '512m' }),
        'chart/loki: resources: memory "512m" is not a Size; give Size.mebibytes(512), from \'cdk8s\'',
      ],
      [
        'kibibytes',
        memory({ memory: Size.kibibytes(512) }),
        'chart/loki: resources: memory "512Ki" is smaller than 1Mi; give 1Mi or more',
      ],
      [
        'a limit of kibibytes',
        memory({ memoryLimit: Size.kibibytes(1000) }),
        'chart/loki: resources: memoryLimit "1000Ki" is smaller than 1Mi; give 1Mi or more',
      ],
      [
        'processors in words',
        memory({ cpu: '500m' }),
        'chart/loki: resources: cpu "500m" is not a Cpu; give Cpu.millis(100), from \'cdk8s-plus-30\'',
      ],
    ],
    near: [['512 MiB', memory({ memory: Size.mebibytes(512) })]],
  },
  {
    row: 12,
    bad: [
      [
        'a request above the limit',
        memory({ memory: Size.gibibytes(4), memoryLimit: Size.gibibytes(2) }),
        'chart/loki: resources.memory "4Gi" is more than resources.memoryLimit "2Gi"; give a limit of at least the request',
      ],
      [
        'the same of processors',
        memory({ cpu: Cpu.units(2), cpuLimit: Cpu.millis(1500) }),
        'chart/loki: resources.cpu "2" is more than resources.cpuLimit "1500m"; give a limit of at least the request',
      ],
    ],
    near: [
      ['equal to it', memory({ memory: Size.gibibytes(2), memoryLimit: Size.mebibytes(2048) })],
      ['above the usual limit, which it raises', memory({ memory: Size.gibibytes(4) })],
    ],
  },
];
