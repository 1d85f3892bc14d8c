import type { Peer } from './peer.js';

/** The kinds of cluster this library knows the habits of. */
export type PlatformName =
  | 'generic'
  | 'kind'
  | 'k3s'
  | 'talos'
  | 'doks'
  | 'eks'
  | 'gke'
  | 'gke-autopilot'
  | 'aks'
  | 'openshift';

/** Where cluster DNS answers, as network policies see it. */
export interface ClusterDns {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Ports of the pods, which are what a policy is judged on. */
  readonly ports: readonly number[];
  /** Link-local address of a DNS cache on each node, where pods ask that first. @default - none */
  readonly nodeLocal?: string;
}

/** How CoreDNS is scraped where it runs. */
export interface CoreDnsPods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: number;
}

/** A part of Kubernetes that serves metrics on the address of its node. */
export type ControlPlanePart = 'kube-scheduler' | 'kube-controller-manager' | 'etcd' | 'kube-proxy';

/**
 * What a kind of cluster is and allows. Facts, no wishes: which objects are written, who may talk to whom
 * and what can be scraped follow from them.
 */
export interface Platform {
  readonly name: PlatformName;
  /**
   * How network policies are judged. `cilium` adds a CiliumNetworkPolicy where nodes, the API server or a
   * gateway of Cilium's are peers: an `ipBlock` matches none of them there. `gke` says the same of nodes
   * by a rule of ports alone: Dataplane V2 is a Cilium that takes no policies of Cilium's.
   */
  readonly policies: 'kubernetes' | 'cilium' | 'gke';
  /** Ports of the API server after address translation. */
  readonly apiServerPorts: readonly number[];
  readonly dns: ClusterDns;
  /**
   * Parts of Kubernetes, besides the API server, whose metrics a pod can reach. Upstream binds all of them
   * to localhost; name those that you have opened: `platform('kind', { controlPlane: ['kube-scheduler'] })`.
   */
  readonly controlPlane: readonly ControlPlanePart[];
  /** @default - no CoreDNS, or none that can be scraped */
  readonly coreDns?: CoreDnsPods;
  readonly kubelet: {
    /** Whether its certificate is signed by the cluster's authority and names the node's address. */
    readonly verified: boolean;
    /** One process for everything (k3s): the kubelet's port shows the API server's metrics as well. */
    readonly showsApiServer: boolean;
  };
  /** Host paths that may be mounted: all of them, only `/var/log`, or none. */
  readonly hostPaths: 'all' | 'logs' | 'none';
  /** Whether pods may join the network and process namespace of their node. */
  readonly hostNamespaces: boolean;
  /** Who picks user ids: the manifest, or the platform from a range of the namespace. */
  readonly users: 'fixed' | 'assigned';
  /** SecurityContextConstraints decide what a pod may do; node agents must be bound to a named one. */
  readonly securityContextConstraints: boolean;
  /** SELinux type that may read container logs. @default - none needed */
  readonly logReaderType?: string;
  /**
   * Priority class for agents on every node that any namespace may use. GKE lets a namespace use the
   * critical classes only by a ResourceQuota.
   * @default - none
   */
  readonly nodePriorityClass?: string;
  /** Port of node-exporter on each node. */
  readonly nodeExporterPort: number;
  /** Class of block storage the platform brings. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Class of Gateway the platform brings, and where its data plane's connections come from. */
  readonly gateway?: { readonly className: string; readonly dataPlane: Peer };
  /** What is already there and must not be installed twice. */
  readonly brings: readonly ('metrics-server' | 'kube-state-metrics' | 'node-exporter')[];
}
