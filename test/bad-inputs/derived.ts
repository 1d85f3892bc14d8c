import { Size } from 'cdk8s';
import { fileOf, objectOf, objectsOf, testChart } from '../support.js';
import { loki, prometheus } from './row.js';

/** A mistake that cannot be written here, because what it is about follows from something else. */
export interface Derived {
  readonly row: number;
  readonly mistake: string;
  /** What stands in its place. */
  readonly shows: () => unknown;
  readonly value: unknown;
}

/** A Loki with this limit of memory. */
function lokiOf(gibibytes: number) {
  const chart = testChart();
  loki({ resources: { memoryLimit: Size.gibibytes(gibibytes) } }, chart);
  return chart;
}
const lokiFile = (gibibytes: number) => fileOf(lokiOf(gibibytes), 'loki-config', 'config.yaml');
function prometheusOf(replicas: number) {
  const chart = testChart();
  prometheus({ replicas }, chart);
  return chart;
}
/** Lines of a file that begin with one of these words. */
const lines = (file: string, ...words: readonly string[]) =>
  file
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => words.some((word) => line.startsWith(`${word}:`)));

export const derived: readonly Derived[] = [
  {
    row: 10,
    mistake: 'to keep for no time, and of no size: both are written out',
    shows: () =>
      lines(fileOf(prometheusOf(1), 'prometheus-config', 'prometheus.yaml'), 'time', 'size'),
    value: ['time: 15d', 'size: 40GiB'],
  },
  {
    row: 13,
    mistake: 'a replay that takes more memory than there is: three quarters of the limit',
    shows: () => lines(lokiFile(2), 'wal', 'replay_memory_ceiling'),
    value: ['wal:', 'replay_memory_ceiling: 1536MB'],
  },
  {
    row: 13,
    mistake: "a limit of Go's above the pod's: nine tenths of it",
    shows: () => objectOf(lokiOf(2), 'StatefulSet', 'loki').spec.template.spec.containers[0].env,
    value: [{ name: 'GOMEMLIMIT', value: '1932735283' }],
  },
  {
    row: 33,
    mistake: 'a "$" that Flux replaces by nothing: the object says to leave it',
    shows: () => objectOf(prometheusOf(2), 'ConfigMap', 'prometheus-config').metadata.annotations,
    value: { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' },
  },
  {
    row: 47,
    mistake: 'a retention that deletes nothing: all that it takes is written together',
    shows: () =>
      lines(lokiFile(1), 'retention_enabled', 'delete_request_store', 'retention_period'),
    value: [
      'retention_enabled: true',
      'delete_request_store: filesystem',
      'retention_period: 168h',
    ],
  },
  {
    row: 60,
    mistake: 'a budget that lets no pod go: one at a time, from two replicas on',
    shows: () =>
      [1, 2].map((replicas) =>
        objectsOf(prometheusOf(replicas))
          .filter(({ kind }) => kind === 'PodDisruptionBudget')
          .map(({ metadata }) => metadata.name),
      ),
    value: [[], ['prometheus']],
  },
];
