import { hostJob } from './host.js';

/*
 * What rules and dashboards of Kubernetes itself read besides its own jobs: the state of its objects, and how
 * its nodes fare. Who shows that is wired, so that nothing waits for series which nobody writes.
 */

/** Shows the state of the cluster's objects, as kube-state-metrics does. */
export interface IObjectMetrics {
  readonly objectMetrics: {
    /** Its job. */
    readonly job: string;
    /** Kinds of objects that it shows, in Kubernetes' plural: `pods`. */
    readonly kinds: readonly string[];
  };
}

/** Shows how the nodes fare, as node-exporter does. */
export interface IHostMetrics {
  readonly hostMetrics: {
    /** Its job. */
    readonly job: string;
    /** Whether the connections that the kernel tracks are among them. @default false */
    readonly tracksConnections?: boolean;
  };
}

/** Uid of the dashboard about one node, for links; that of all of them bears the name of the job. */
export const nodeBoard = (job: string): string => (job === hostJob ? 'node' : `${job}-node`);

/**
 * Uid of the dashboard about the alerts that a Prometheus evaluates, for links.
 *
 * @param prometheus its name, which is the uid of its datasource as well
 */
export const alertsBoard = (prometheus: string): string => `${prometheus}-alerts`;

/** Uids of the dashboards about what runs in a cluster, for links. */
export interface ClusterBoards {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly pod: string;
}

/**
 * Those that a `Cluster` brings.
 *
 * @param name its own
 */
export const clusterBoards = (name = 'cluster'): ClusterBoards => ({
  cluster: name,
  namespace: `${name}-namespace`,
  workload: `${name}-workload`,
  pod: `${name}-pod`,
});
