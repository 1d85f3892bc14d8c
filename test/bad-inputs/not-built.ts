/** A row, or a part of one, that is about what is not built here, or cannot be judged here. */
export interface NotBuilt {
  readonly row: number;
  /** Which part of the row. @default - all of it */
  readonly part?: string;
  readonly reason: string;
}

const oneProcess =
  'Loki runs as one process on a volume: replicas, a replication factor and modes are no properties of it, which row 24 refuses';

export const notBuilt: readonly NotBuilt[] = [
  { row: 4, part: "Tempo's block retention", reason: 'there is no Tempo yet' },
  {
    row: 23,
    part: 'a tag and a digest of different images',
    reason: 'only the registry knows, and a synth asks nobody',
  },
  {
    row: 31,
    part: 'an alert without a time',
    reason: 'it fires at once, as a Watchdog must; the root of the routes takes what no other does',
  },
  {
    row: 40,
    part: 'a Secret that an operator makes',
    reason: 'nothing here makes one; a site that names its Secrets names those too',
  },
  { row: 43, reason: `${oneProcess}; there is no object storage yet` },
  { row: 44, reason: oneProcess },
  { row: 45, reason: oneProcess },
  {
    row: 48,
    part: 'two compactors, tail sampling without a load balancer',
    reason: `${oneProcess}; there are no traces yet`,
  },
  {
    row: 51,
    part: 'every Secret, listed',
    reason: 'kube-state-metrics does so where its collector "secrets" is asked for by name',
  },
  { row: 54, part: 'links from traces to logs', reason: 'there is no Tempo yet' },
  {
    row: 55,
    part: 'anonymous viewers behind a route',
    reason: "a decision of the site's, with its datasources and its reason, shown at each synth",
  },
  { row: 56, part: 'a Gateway that is not there', reason: 'who has one says so by its name' },
  { row: 57, part: 'a way out to S3', reason: 'there is no object storage yet' },
  { row: 58, part: 'a schedule', reason: 'there is no CronJob yet' },
  {
    row: 59,
    part: 'a volume that shrinks, a field that cannot change, a class on NFS',
    reason: 'a synth does not look at the one before it, nor at what a class is made of',
  },
  {
    row: 60,
    part: 'an autoscaler, a version of Kubernetes',
    reason: 'there is no autoscaler yet, and a site does not say its version',
  },
];
