import { Duration } from 'cdk8s';
import {
  type Discovery,
  discoveriesOf,
  discoveryPermissions,
  discoverySteps,
  refuse,
  type ScrapeTarget,
} from '../../core/index.js';
import { type Block, block, call, component } from '../../model/alloy.js';
import { alloyRelabel, type RelabelStep } from '../../model/relabel.js';
import { goDuration } from '../../model/units.js';
import type { Feature, Surroundings } from '../feature.js';
import type { HttpClient } from '../http-client.js';
import { discoveryBlocks } from './discovery.js';
import { nodeName, shared } from './scope.js';

/** A job, with what its scraper needs to get in. */
export interface ScrapeJob {
  readonly target: ScrapeTarget;
  readonly client: HttpClient;
  /** Interval of targets that name none. */
  readonly interval: Duration;
  /** The last steps on its series, asked for as the configuration is written. */
  readonly kept: () => readonly RelabelStep[];
}

/** Kinds of discovery whose targets stand on a node that is known. */
const onNodes: readonly Discovery['kind'][] = ['annotated', 'endpoint-slices', 'nodes', 'pods'];

/**
 * Refuses what every node would scrape, or none.
 *
 * @throws when the targets stand on no node of the cluster, and this Alloy runs on each
 */
export function checkNodes(alloy: Surroundings, target: ScrapeTarget): void {
  const { job, endpoints } = target;
  const roaming =
    discoveriesOf(target).some(({ kind }) => !onNodes.includes(kind)) ||
    endpoints.some(({ owner }) => 'kind' in owner && owner.kind === 'api-server');
  if (alloy.runsOn === 'every-node' && roaming)
    refuse(
      `${alloy.where}: scrape`,
      `job "${job}" has targets that stand on no node of the cluster, and every node would scrape them, or none`,
      "scrape it with an Alloy that runs on 'cluster'",
    );
}

/**
 * Scrapes one job: what it yields is the same as if Prometheus scraped it. On every node, each agent
 * scrapes what stands on its own; in the cluster, replicas share the targets.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/components/prometheus/prometheus.scrape/
 */
export const scrapeJob = (alloy: Surroundings, job: ScrapeJob): Feature => ({
  collects: 'metrics',
  blocks: ({ metrics }) => {
    const { target, client } = job;
    const label = labelOf(target.job);
    const { blocks, targets } = discoveryBlocks(alloy, target, label);
    const found = component('discovery.relabel', label, { targets }, [
      ...discoverySteps(target).map(rule),
      ...onOwnNode(alloy),
      ...(target.relabel ?? []).map(rule),
    ]);
    const steps = [...(target.metricRelabel ?? []), ...job.kept()];
    const kept =
      steps.length > 0
        ? component('prometheus.relabel', label, { forward_to: metrics }, steps.map(rule))
        : undefined;
    const scrape = component(
      'prometheus.scrape',
      label,
      {
        targets: found.export('output'),
        forward_to: kept ? [kept.export('receiver')] : metrics,
        ...settings(job),
      },
      [...client.blocks, ...shared(alloy)],
    );
    return [...blocks, ...client.files, found, scrape, ...(kept ? [kept] : [])];
  },
  permissions: [
    ...discoveriesOf(job.target).flatMap(discoveryPermissions),
    ...(job.target.permissions ?? []).map((permission) => ({
      scope: 'cluster' as const,
      permission,
    })),
  ],
});

const rule = (step: RelabelStep): Block => block('rule', alloyRelabel(step));

/** Blocks are named by identifiers, jobs by whatever people like. */
const labelOf = (job: string): string => `job_${job.replace(/[^a-zA-Z0-9_]/g, '_')}`;

/** Of Services, an agent finds the endpoints on all nodes, and keeps those on its own. */
const onOwnNode = ({ runsOn }: Surroundings): readonly Block[] =>
  runsOn === 'every-node'
    ? [
        block('rule', {
          action: 'keep',
          source_labels: ['node'],
          regex: call('sys.env', nodeName),
        }),
      ]
    : [];

const patience = Duration.seconds(10);

/** How often, and how long to wait. Alloy's own interval is a minute, which no rule here reckons with. */
export const scrapeTimes = (interval: Duration, timeout?: Duration) => {
  const shortest = interval.toMilliseconds() < patience.toMilliseconds() ? interval : patience;
  return {
    scrape_interval: goDuration(interval),
    scrape_timeout: goDuration(timeout ?? shortest),
  };
};

function settings({ target, client, interval: usual }: ScrapeJob) {
  const {
    job,
    interval = usual,
    honorLabels,
    timestamped,
    params,
    sampleLimit,
    endpoints,
  } = target;
  const [endpoint] = endpoints;
  return {
    job_name: job,
    ...scrapeTimes(interval, target.timeout),
    metrics_path: endpoint?.path ? endpoint.path : '/metrics',
    scheme: endpoint?.scheme ?? 'http',
    params,
    honor_labels: honorLabels ? true : undefined,
    track_timestamps_staleness: timestamped ? true : undefined,
    sample_limit: sampleLimit,
    ...client.attributes,
  };
}
