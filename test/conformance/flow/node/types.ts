import type { KubeConfig, V1Container, V1Pod } from '@kubernetes/client-node';

/** What the process that plays a node is started with; JSON in its first argument. */
export interface NodeFacts {
  readonly name: string;
  /** Its address, where its kubelet API and the pods on the host's network answer: `192.0.2.1`. */
  readonly address: string;
  /** Its pods' addresses are out of this: `10.244.1.0/24`. */
  readonly podCidr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly {
    readonly key: string;
    readonly value?: string;
    readonly effect: string;
  }[];
  /** Root of its file system: what a `hostPath` names lies below, but for `/` itself. */
  readonly root: string;
  /** Pods' own folders: `<state>/pods/<uid>`. */
  readonly state: string;
  readonly kubeconfig: string;
  /** Certificates of the cluster; the node's own are `kubelet-<name>.crt` and `.key`, for its API. */
  readonly pki: string;
  /** Address that pods ask for names. */
  readonly dns: string;
  /** Absolute paths of the real programs, by name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Certificates that images trust beside the world's: the harness' own outside world. */
  readonly trusted: string;
}

/** What the parts of a node share. */
export interface NodeContext {
  readonly facts: NodeFacts;
  readonly kube: KubeConfig;
}

/** The network namespace of one pod, or the node's own for a pod on the host's network. */
export interface Sandbox {
  readonly address: string;
  /** A process that holds it; `nsenter --net=/proc/<pid>/ns/net`. */
  readonly pid: number;
  close(): Promise<void>;
}

/** Where something is seen in a container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** All that is needed to run one container. */
export interface ContainerPlan {
  readonly pod: V1Pod;
  readonly container: V1Container;
  readonly sandbox: Sandbox;
  readonly mounts: readonly Mount[];
  /** Gets each piece of what the program writes. */
  readonly output: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
}

/** One run of a container. */
export interface RunningContainer {
  /** The program's own process. */
  readonly pid: number;
  readonly startedAt: Date;
  /** Its exit code; 128 and the signal where one ended it. */
  readonly ended: Promise<number>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/** A pod's volumes as folders, kept as the API server has them. */
export interface PodVolumes {
  /**
   * Writes what is missing and renews what changed (ConfigMaps, Secrets, tokens), as one step for the program
   * that watches: by swapping the link `..data`.
   *
   * @throws PodError where something that is mounted is not there
   */
  refresh(): Promise<void>;
  /** Mounts of one container, by its `volumeMounts`. */
  mountsOf(container: V1Container): readonly Mount[];
}

/** Why a container cannot be started, as kubelet calls it: `CreateContainerConfigError`, and a message. */
export class PodError extends Error {
  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** A pod as its node knows it, for the kubelet API and for metrics. */
export interface KnownPod {
  readonly pod: V1Pod;
  readonly containers: ReadonlyMap<string, RunningContainer>;
}
