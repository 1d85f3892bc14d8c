import { Duration } from 'cdk8s';
import { alloy, loki, type Row, untyped } from './row.js';

const schema =
  (...periods: readonly object[]) =>
  () =>
    loki({ schema: periods });
const streams = (selector: string, retention: Duration) => () =>
  loki({ streamRetention: [{ selector, retention }] });
const collecting = (options: object) => () => {
  const agent = alloy();
  agent.collectPodLogs(untyped(options));
  return agent;
};

export const logs: readonly Row[] = [
  {
    row: 46,
    bad: [
      ['no schema', schema(), "chart/loki: schema has no period; give [{ from: '2025-01-01' }]"],
      [
        'a day that is none',
        schema({ from: 'January' }),
        'chart/loki: schema[0]: from "January" is not a day; give YYYY-MM-DD',
      ],
      [
        'a day that February has not',
        schema({ from: '2025-02-30' }),
        'chart/loki: schema[0]: from "2025-02-30" is not a day; give YYYY-MM-DD',
      ],
      [
        'days out of order',
        schema({ from: '2025-02-01' }, { from: '2025-01-01' }),
        'chart/loki: schema.from "2025-01-01" does not come after "2025-02-01"; append periods in order, and never change one that has begun',
      ],
      [
        'a format that is none',
        schema({ from: '2025-01-01', schema: 'v133' }),
        'chart/loki: schema[0]: schema "v133" is not one of the choices; did you mean "v13"? choices: v12, v13',
      ],
      [
        'a format of old, where lines have metadata',
        schema({ from: '2025-01-01', schema: 'v12' }),
        'chart/loki: schema "v12" from "2025-01-01" on has no place for structured metadata; append { from: \'<a day to come>\', schema: \'v13\' }',
      ],
    ],
    near: [
      [
        'a format of old, up to a day',
        schema({ from: '2024-02-29', schema: 'v12' }, { from: '2025-01-01' }),
      ],
    ],
  },
  {
    row: 47,
    bad: [
      [
        'less than Loki deletes by',
        () => loki({ retention: Duration.hours(12) }),
        'chart/loki: retention "12 hours" is shorter than 1 day; give 1 day or more',
      ],
      [
        'the same of some streams',
        streams('{a="b"}', Duration.hours(12)),
        'chart/loki: streamRetention[0]: retention "12 hours" is shorter than 1 day; give 1 day or more',
      ],
      [
        'lines in place of streams',
        streams('{a="b"} |= "c"', Duration.days(2)),
        'chart/loki: streamRetention[0]: selector "{a=\\"b\\"} |= \\"c\\"" selects more than streams; give a stream selector, such as \'{namespace="dev"}\'',
      ],
      [
        'every stream there is',
        streams('{a=~".*"}', Duration.days(2)),
        'chart/loki: streamRetention[0]: selector "{a=~\\".*\\"}" is none: selector without a label that must have a value at column 1; give a stream selector, such as \'{namespace="dev"}\'',
      ],
    ],
    near: [
      ['a day', () => loki({ retention: Duration.hours(24) })],
      ['streams kept for a day', streams('{a=~"b|c", d!=""}', Duration.days(1))],
    ],
  },
  {
    row: 49,
    bad: [
      [
        'a label of many values',
        collecting({ job: ['namespace', 'pod_ip'] }),
        'chart/alloy: collectPodLogs: job ["namespace","pod_ip"] has "pod_ip", which is not one of the choices; choices: namespace, app, container',
      ],
      [
        'labels of one’s own',
        collecting({ labels: ['trace_id', 'user_id'] }),
        'chart/alloy: collectPodLogs: "labels" is not a known property; known: excludeNamespaces, job, namespaces, podName, stages, via',
      ],
    ],
    near: [['the pod as a label, on request', collecting({ podName: 'label' })]],
  },
];
