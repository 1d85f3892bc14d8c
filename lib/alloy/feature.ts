import type { HostPathOptions, Permission, PermissionScope, Site } from '../core/index.js';
import type { ComponentBlock, Reference } from '../model/alloy.js';

/** Where an Alloy's pods run: one on every node, or a fixed number anywhere in the cluster. */
export type RunsOn = 'every-node' | 'cluster';

/** Receivers of the blocks that send away what was collected. */
export interface Outlets {
  readonly logs: readonly Reference[];
  readonly metrics: readonly Reference[];
}

/** What a feature must know of the Alloy it is for. */
export interface Surroundings {
  /** Where in the construct tree, as errors say it. */
  readonly where: string;
  /** Namespace and name of the Alloy: unique in the cluster. */
  readonly identity: string;
  readonly runsOn: RunsOn;
  /** Whether replicas share the work, so that each thing is done by one of them. */
  readonly clustered: boolean;
  /** Directory in which each block keeps its state, under its own name. */
  readonly stateDir: string;
  readonly site: Site;
  /** Its pods, as their series are labelled. */
  readonly pod: { readonly namespace: string; readonly container: string };
  /** The ConfigMap that holds its configuration. */
  readonly configMap: { readonly namespace: string; readonly name: string };
}

/** How Kubernetes events are written as lines, and found among others. */
export interface EventLines {
  readonly job: string;
  readonly format: 'logfmt' | 'json';
}

/**
 * One thing that an Alloy does, whole: the blocks that do it, what they must be allowed to ask of the API,
 * and what they must see of the node. Where one is, all are; where it is not, none is left behind.
 */
export interface Feature {
  /** What it brings, which must have somewhere to go. */
  readonly collects: 'logs' | 'metrics';
  readonly blocks: (outlets: Outlets) => readonly ComponentBlock[];
  readonly permissions: readonly {
    readonly scope: PermissionScope;
    readonly permission: Permission;
  }[];
  /** How it writes Kubernetes events. @default - it brings none */
  readonly events?: EventLines;
  /** Why it reads the log files of the node. @default - it does not */
  readonly readsPodLogs?: string;
  /**
   * That it sees all files of the node, and why it may where another feature makes it root.
   * @default - it does not
   */
  readonly readsNode?: { readonly asRoot: string | undefined };
  /** Variables that hold fields of the pod. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Directories of the node it sees, or keeps state in. @default - none */
  readonly mounts?: readonly {
    readonly path: string;
    readonly dir: string;
    readonly options: HostPathOptions;
  }[];
}
