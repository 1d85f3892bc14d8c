/** Dashboards of what runs in a cluster, and how they are found: each leads to the next. */
export interface Uids {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly pod: string;
}

/** Those of one cluster component: two of them share a Grafana. */
export const uidsOf = (name: string): Uids => ({
  cluster: name,
  namespace: `${name}-namespace`,
  workload: `${name}-workload`,
  pod: `${name}-pod`,
});
