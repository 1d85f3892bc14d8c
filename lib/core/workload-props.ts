import type { Duration, Size } from 'cdk8s';
import type { Scale } from './autoscaler.js';
import type { Container, ContainerProps, Probes } from './container.js';
import type { Scheme } from './endpoint.js';
import type { Transport } from './peer.js';
import type { ServiceOptions } from './service.js';

/** A volume that each replica of a StatefulSet claims and keeps. */
export interface VolumeClaim {
  /** Where it is mounted. */
  readonly path: string;
  readonly size: Size;
  /** @default - the site's, else the platform's, else the cluster's default */
  readonly storageClass?: string;
}

/** What pods to run, and how. */
export interface WorkloadProps {
  /** What keeps its pods running: interchangeable ones, ones with a name and a volume, or one a node. */
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  /** Its part in a component of several workloads: `write`. @default - the component's only one */
  readonly role?: string;
  /** How many pods, or between what and by what an autoscaler counts them. @default 1 */
  readonly replicas?: number | Scale;
  /** The container that does the work, named after the product. */
  readonly container: Omit<ContainerProps, 'name'>;
  /** @default - no volume */
  readonly volume?: VolumeClaim;
  /** Time between being told to stop and being killed. @default Duration.seconds(30) */
  readonly gracePeriod?: Duration;
  /** User and group id. @default 10001 */
  readonly user?: number;
  /** Why it must share its node's network, if it must. @default - it does not */
  readonly hostNetwork?: string;
  /** Why it must see its node's processes, if it must. @default - it does not */
  readonly hostPid?: string;
  /** How its Service looks from outside. @default - an address inside the cluster */
  readonly service?: ServiceOptions;
}

/** What a workload listens on. */
export interface ListenOptions {
  /** Port name, at most 15 characters. */
  readonly name: string;
  readonly port: number;
  /** @default 'http' */
  readonly scheme?: Scheme;
  /** @default ['TCP'] */
  readonly transports?: readonly Transport[];
  /** Probes answered here. @default - none */
  readonly probes?: Probes;
  /** Whether the Service offers it. @default true */
  readonly inService?: boolean;
  /** @default - the main container */
  readonly container?: Container;
}

/** What a caller needs to speak to an endpoint, as files in its own pod. */
export interface Connection {
  readonly url: string;
  readonly auth?:
    | { readonly kind: 'basic'; readonly usernameFile: string; readonly passwordFile: string }
    | { readonly kind: 'bearer'; readonly tokenFile: string };
  readonly caFile?: string;
  readonly tenant?: string;
}
