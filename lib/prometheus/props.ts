import { Duration, Size } from 'cdk8s';
import {
  areKeptMetrics,
  type Check,
  type Checks,
  type ComponentProps,
  componentChecks,
  integer,
  isDuration,
  isFlag,
  isName,
  isObject,
  isSize,
  isText,
  type KeptMetrics,
  oneOf,
  refuse,
} from '../core/index.js';
import { bytes } from '../model/units.js';

/** What a Prometheus is told when it is made. */
export interface PrometheusProps extends ComponentProps {
  /** How many see and store the same, each on its own. Two outlive the loss of a node. @default 1 */
  readonly replicas?: 1 | 2;
  /** How long samples are kept. @default Duration.days(15) */
  readonly retention?: Duration;
  /** How much is kept at most, whatever its age. @default - 80 % of the volume */
  readonly retentionSize?: Size;
  /** Why more than 85 % of the volume may be filled. @default - it may not */
  readonly retentionSizeReason?: string;
  /** Size of the volume of each replica. @default Size.gibibytes(50) */
  readonly volumeSize?: Size;
  /** @default - the site's */
  readonly storageClass?: string;
  /** How often jobs are scraped that do not say it themselves, and rules evaluated. @default Duration.seconds(30) */
  readonly scrapeInterval?: Duration;
  /** How long a scrape may take. @default - 10 seconds, or the interval where that is shorter */
  readonly scrapeTimeout?: Duration;
  /** Whether it scrapes itself; not, where someone else does. @default true */
  readonly scrapeItself?: boolean;
  /**
   * Which metrics of its jobs are stored that do not say it themselves. With `'used'`, what a person asks by hand
   * later was never stored.
   * @default 'all'
   */
  readonly metrics?: KeptMetrics;
  /** Samples that a scrape may bring; one more, and all are refused. @default 200000 */
  readonly sampleLimit?: number;
  /** Labels that a sample may have. @default 128 */
  readonly labelLimit?: number;
  /** Size of the answer to a scrape, uncompressed. @default Size.mebibytes(128) */
  readonly bodySizeLimit?: Size;
  /**
   * How much older than the newest of its series a sample may be.
   * @default - 30 minutes where something writes to it, as retries come late; else nothing
   */
  readonly outOfOrderWindow?: Duration;
  /** Links from samples to traces that are kept in memory; 0 keeps none. @default 100000 */
  readonly exemplars?: number;
  /** Scrape native histograms, beside the classic ones. @default false */
  readonly nativeHistograms?: boolean;
  /** Rule files of 250 kB that there is room for; another number restarts it. @default 4 */
  readonly ruleSlots?: number;
  /** Configuration in Prometheus' own words, put over ours. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
}

/** Every rule looks back 5 minutes: with fewer than four samples in them, it would see gaps. */
const isInterval: Check = (value) =>
  isDuration(Duration.seconds(1))(value) ??
  (value instanceof Duration && value.toMilliseconds() > 60_000
    ? {
        rule: 'is longer than 1 minute, and rules look back 5',
        remedy: 'give 1 minute or less; a single job may be slower',
      }
    : undefined);

/** Checks of {@link PrometheusProps}. */
export const checks: Checks<PrometheusProps> = {
  ...componentChecks,
  replicas: oneOf(1, 2),
  // What is in memory alone covers up to three hours.
  retention: isDuration(Duration.hours(3)),
  retentionSize: isSize(Size.mebibytes(512)),
  retentionSizeReason: isText,
  volumeSize: isSize(Size.gibibytes(1)),
  storageClass: isName,
  scrapeInterval: isInterval,
  scrapeTimeout: isDuration(),
  scrapeItself: isFlag,
  metrics: areKeptMetrics,
  sampleLimit: integer(1, 100_000_000),
  labelLimit: integer(1, 10_000),
  bodySizeLimit: isSize(Size.mebibytes(1)),
  outOfOrderWindow: isDuration(),
  exemplars: integer(0, 100_000_000),
  nativeHistograms: isFlag,
  ruleSlots: integer(1, 100),
  extraConfig: isObject,
};

const shorter = (a: Duration, b: Duration): Duration =>
  a.toMilliseconds() < b.toMilliseconds() ? a : b;

/** What is told by props alone, with the defaults where nothing is told. */
export type Settings = ReturnType<typeof completed>;

/**
 * Props with their defaults.
 *
 * @throws when two of them contradict each other
 */
export function completed(where: string, props: PrometheusProps) {
  const { volumeSize = Size.gibibytes(50), scrapeInterval = Duration.seconds(30) } = props;
  const { scrapeTimeout = shorter(Duration.seconds(10), scrapeInterval) } = props;
  if (scrapeTimeout.toMilliseconds() > scrapeInterval.toMilliseconds())
    refuse(
      where,
      `scrapeTimeout "${scrapeTimeout.toHumanString()}" is longer than scrapeInterval "${scrapeInterval.toHumanString()}"`,
      `give ${scrapeInterval.toHumanString()} or less`,
    );
  return {
    replicas: props.replicas ?? 1,
    volumeSize,
    interval: scrapeInterval,
    timeout: scrapeTimeout,
    retention: props.retention ?? Duration.days(15),
    retentionSize: sizeToKeep(where, volumeSize, props),
    limits: {
      samples: props.sampleLimit ?? 200_000,
      labels: props.labelLimit ?? 128,
      bodySize: props.bodySizeLimit ?? Size.mebibytes(128),
    },
    outOfOrderWindow: props.outOfOrderWindow,
    exemplars: props.exemplars ?? 100_000,
    nativeHistograms: props.nativeHistograms ?? false,
    ruleSlots: props.ruleSlots ?? 4,
    metrics: props.metrics ?? 'all',
  };
}

/** Shares of the volume, in percent: given by default, to be reasoned above, never to be passed. */
const share = { usual: 80, reasoned: 85, most: 95 };

/**
 * What may be stored on a volume of this size. The limit counts blocks; the log of the newest samples and
 * the compaction of blocks need room beside them, and a full volume stops everything.
 *
 * @throws when it is more than the volume can bear
 */
function sizeToKeep(
  where: string,
  volume: Size,
  { retentionSize, retentionSizeReason }: PrometheusProps,
): Size {
  if (!retentionSize)
    return Size.mebibytes(Math.floor(((volume.toKibibytes() / 1024) * share.usual) / 100));
  const percent = Math.ceil((bytes(retentionSize) / bytes(volume)) * 100);
  const told = `retentionSize "${retentionSize.asString()}" (${bytes(retentionSize)} bytes) is ${percent} % of volumeSize "${volume.asString()}" (${bytes(volume)} bytes)`;
  if (percent > share.most)
    refuse(
      where,
      told,
      `give at most ${share.most} %, better ${share.usual} %, or a larger volume`,
    );
  if (percent > share.reasoned && !retentionSizeReason)
    refuse(
      where,
      told,
      `give at most ${share.reasoned} %, a larger volume, or say why in retentionSizeReason`,
    );
  return retentionSize;
}
