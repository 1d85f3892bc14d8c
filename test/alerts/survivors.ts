import type { AlertName } from '../../lib/core/index.js';
import type { Mutant } from './mutants.js';

/** A job is asked for on both sides, and what is matched agrees in all labels. */
const onBothSides = [
  /^without job=/,
  'the other side asks for the job as well, and both must agree in all labels',
] as const;

/** What is left of a volume, of which it can hold, and how it goes on: all of the same claim. */
const claimOnBothSides = [
  /^without (namespace|persistentvolumeclaim)=/,
  'what it is divided by, or stands beside, asks for the same claims, and both must agree in all labels',
] as const;

/** A share by group, of the groups that are asked for on both sides. */
const groupOnBothSides = [
  /^without group=/,
  'the other side asks for these groups as well, and what is divided agrees in the group',
] as const;

/** A mutant that lives: a pattern of what it says, and why nobody would see it. */
export type Survivor = readonly [mutant: RegExp, because: string];

/**
 * Mutants that no test of an alert can find, and why: what they change makes no difference that anyone would see.
 * Each is named by the alert and a pattern of what the mutant says.
 */
const survivors: Readonly<Partial<Record<AlertName, readonly Survivor[]>>> = {
  AlertmanagerVolumeFillingUp: [claimOnBothSides],
  AlloyRemoteWriteBehind: [onBothSides],
  GrafanaVolumeFillingUp: [claimOnBothSides],
  LokiVolumeFillingUp: [claimOnBothSides],
  KubeClientErrors: [
    [
      /^without job=~/,
      'both sides are sums by job: a job that one side does not have finds no partner in the other',
    ],
  ],
  KubeQuotaAlmostFull: [
    [
      /^without type="hard"/,
      'the larger of what is used and what is allowed is the latter, unless too much is used, and then both are silent',
    ],
  ],
  KubeQuotaExceeded: [
    [
      /^without type="used"/,
      'what is allowed is never more than itself: the larger of both is more only where what is used is',
    ],
  ],
  PrometheusAdapterErrors: [groupOnBothSides],
  PrometheusAdapterMetricsMissing: [groupOnBothSides],
  PrometheusNotConnectedToAlertmanagers: [
    [/^1 times 0\.1/, 'it counts whole ones: below 1 and below 0.1 are both none'],
  ],
  PrometheusRemoteStorageFailures: [onBothSides],
  PrometheusRemoteWriteBehind: [onBothSides],
  PrometheusRemoteWriteDesiredShards: [onBothSides],
  PrometheusTSDBWALCorruptions: [onBothSides],
  PrometheusVolumeFillingUp: [claimOnBothSides],
};

/** Those of an alert. */
export const survivorsOf = (alert: string): readonly Survivor[] =>
  new Map(Object.entries(survivors)).get(alert) ?? [];

/** Those that explain why a mutant of an alert lives. */
export const explaining = (alert: string, { says }: Mutant): readonly Survivor[] =>
  survivorsOf(alert).filter(([mutant]) => mutant.test(says));
