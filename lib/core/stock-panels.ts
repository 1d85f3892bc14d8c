import {
  inCluster,
  judged,
  logs,
  logsQuery,
  type Panel,
  type Row,
  row,
  stat,
  timeseries,
  type ValueLink,
} from '../model/dashboard/index.js';
import { streamSelector } from '../model/logql.js';
import type { Asking } from './component-dashboard.js';
import type { Datasources } from './contracts.js';
import { clusterBoards } from './shown.js';

/**
 * An answer that is 0 where nothing was counted: a counter with labels is not there before its first event.
 * Where nothing is up nobody would count, and the panel says "No data" in place of a 0 that looks well.
 */
export const orZero = ({ of }: Asking, expr: string): string =>
  `${expr} or 0 * sum(${of('up')} == 1)`;

/** The share that some events have in all of them: 0 where there were none, nothing where nobody counts. */
export const shareOf = (some: string, all: string): string =>
  `sum(${some}) / sum(${all}) > 0 or 0 * sum(${all})`;

/** How many of something cannot be scraped: 0 where all answer, nothing where there are none. */
export const countDown = (up: string): string => `sum(1 - ${up})`;

/** Whether a component of a known number of replicas is up. */
export const upStat = (
  { of, ask }: Asking,
  facts: {
    /** @default 1 */
    readonly replicas?: number;
    /** What people miss while none is. */
    readonly symptom: string;
  },
): Panel => {
  const { replicas = 1, symptom } = facts;
  return stat({
    title: 'Up',
    description: `Replicas that answer a scrape, of ${replicas}. 0: ${symptom}.`,
    unit: 'short',
    thresholds: { below: replicas > 1 ? { warning: replicas, critical: 1 } : { critical: 1 } },
    queries: [ask(`sum(${of('up')})`)],
  });
};

/** Whether a component took its last configuration. */
export const configurationStat = ({ of, ask }: Asking, metric: string): Panel =>
  stat({
    title: 'Configuration',
    description:
      'Whether the last change was taken. If not, the one before is in use; the log says what is wrong.',
    unit: 'none',
    thresholds: { below: { critical: 1 } },
    mappings: { 0: { text: 'refused' }, 1: { text: 'taken' } },
    queries: [ask(`min(${of(metric)})`)],
  });

/**
 * Whether a component answers what it is asked.
 *
 * @param metric counts its answers over HTTP, and has a label `status_code`
 */
export const failedRequestsStat = ({ rate, ask }: Asking, metric: string): Panel =>
  stat({
    title: 'Failed requests',
    description: 'Share of requests answered with 5xx. Normal is 0; look at the errors by route.',
    unit: 'percentunit',
    thresholds: judged.failed,
    queries: [ask(shareOf(rate(metric, { status_code: { re: '5..' } }), rate(metric)))],
  });

/** What a component takes to run, a line each process: of many, those that take most. */
export const processPanels = (
  { of, rate, ask }: Asking,
  facts: {
    /** What its memory goes for, a sentence. */
    readonly memory: string;
    /** What its time goes for, a sentence. @default - nothing is said */
    readonly cpu?: string;
    /** One stands on every node: lines are named by it. @default false */
    readonly onNodes?: boolean;
  },
): readonly (Panel | Row)[] => {
  const { memory, cpu, onNodes = false } = facts;
  const labels = onNodes ? 'cluster, namespace, node, pod' : 'cluster, namespace, pod';
  const link: ValueLink = {
    uid: clusterBoards().pod,
    title: 'This pod',
    labels: ['cluster', 'namespace', 'pod'],
  };
  const largest = (expr: string) =>
    ask(`topk(10, sum by (${labels}) (${expr}))`, onNodes ? '{{node}} {{pod}}' : '{{pod}}');
  return [
    row('The process'),
    timeseries({
      title: 'Memory',
      description: `Memory of the process. ${memory}`,
      unit: 'bytes',
      queries: [largest(of('process_resident_memory_bytes'))],
      link,
    }),
    timeseries({
      title: 'CPU',
      description: ['Cores in use.', cpu].filter((part) => part !== undefined).join(' '),
      unit: 'short',
      queries: [largest(rate('process_cpu_seconds_total'))],
      link,
    }),
  ];
};

/** What a component says of its own trouble; nothing where no logs are collected. Its lines are logfmt. */
export const ownLines = (
  { loki }: Datasources,
  facts: { readonly product: string; readonly namespace: string; readonly container: string },
): readonly (Panel | Row)[] => {
  if (!loki) return [];
  const { product, namespace, container } = facts;
  const streams = streamSelector({ ...inCluster, namespace, container });
  return [
    row('What it says'),
    logs({
      title: 'Warnings and errors',
      description: `Lines that ${product} itself writes at level warn or error, newest first.`,
      noValue: 'nothing, in the time shown',
      // Prometheus and Alertmanager write levels in capitals.
      queries: [logsQuery(loki, `${streams} | logfmt | level =~ "(?i)(warn|error)"`)],
    }),
  ];
};
