import { Duration, Size } from 'cdk8s';
import {
  areKeptMetrics,
  type Checks,
  type Component,
  type ComponentProps,
  componentChecks,
  integer,
  isDuration,
  isName,
  isSize,
  isText,
  type KeptMetrics,
  oneOf,
  required,
} from '../core/index.js';
import type { RunsOn } from './feature.js';

/** What an Alloy is told as it is made; what it does, it is told by its verbs. */
export interface AlloyProps extends ComponentProps {
  /** One on every node, for what is found there: log files; or a few in the cluster, for what is one. */
  readonly runsOn: RunsOn;
  /** Replicas in the cluster, which share the work. @default 1 */
  readonly replicas?: number;
  /** Size of the volume of each replica in the cluster. @default Size.gibibytes(2) */
  readonly volumeSize?: Size;
  /** Class of that volume. @default - the site's */
  readonly storageClass?: string;
  /** How often targets are scraped that do not say it themselves. @default Duration.seconds(30) */
  readonly scrapeInterval?: Duration;
  /**
   * Which metrics are sent on, of jobs that do not say it themselves. Who stores them says what is read there.
   * @default 'all'
   */
  readonly metrics?: KeptMetrics;
  /** Blocks in Alloy's own language, put behind ours. @default - none */
  readonly extraConfig?: string;
}

const checks: Checks<AlloyProps> = {
  ...componentChecks,
  runsOn: required(oneOf('every-node', 'cluster')),
  replicas: integer(1, 100),
  volumeSize: isSize(Size.mebibytes(100)),
  storageClass: isName,
  scrapeInterval: isDuration(Duration.seconds(1)),
  metrics: areKeptMetrics,
  extraConfig: isText,
};

/** What only an Alloy in the cluster has. */
const ofTheCluster = ['replicas', 'volumeSize', 'storageClass'] as const;

/**
 * Refuses props that are malformed, or mean nothing where it runs.
 *
 * @throws on the first of them
 */
export function checkAlloy(alloy: Component, props: AlloyProps): void {
  alloy.check(props, checks);
  if (props.runsOn === 'cluster') return;
  for (const name of ofTheCluster)
    if (props[name] !== undefined)
      alloy.refuse(
        `${name} says nothing of an Alloy that runs on "every-node"`,
        "leave it out, or run it on 'cluster'",
      );
}
