import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { refuse } from '../model/refusal.js';
import { replicaRange } from './autoscaler.js';
import type { Component } from './component.js';
import type { ConfigFile } from './config-file.js';
import { connection } from './connection.js';
import { Container, type ContainerProps, type EnvSource } from './container.js';
import { createController } from './controller.js';
import { Endpoint } from './endpoint.js';
import { type PodSecurityException, takeException } from './exceptions.js';
import { parseImage } from './image.js';
import { faultsOf } from './late.js';
import { checkListener } from './listener-checks.js';
import type { Peer } from './peer.js';
import { type Permission, type PermissionScope, Permissions } from './permissions.js';
import { podTemplate } from './pod.js';
import { mergeResources } from './resources.js';
import type { SecretRef } from './secret-ref.js';
import { admitClients, checkService, createHeadlessService, createService } from './service.js';
import type { Site } from './site.js';
import { Traffic } from './traffic.js';
import { type HostPathOptions, Volumes } from './volumes.js';
import type { Connection, ListenOptions, WorkloadProps } from './workload-props.js';

/**
 * Pods of one identity: labels, ServiceAccount, containers, Service, policy and budget. Holds who it is and
 * what it can be told; the objects are made by pure functions beside this file.
 */
export class Workload extends Construct {
  /** Name of its objects: the component's, and its role where it has one. */
  readonly name: string;
  readonly namespace: string;
  readonly site: Site;
  /** How many it runs; the fewest, where an autoscaler counts them. */
  readonly replicas: number;
  readonly main: Container;
  readonly sidecars: Container[] = [];
  readonly volumes: Volumes;
  readonly permissions: Permissions;
  readonly traffic: Traffic;
  /** Its departures from Pod Security's restricted profile. */
  readonly exceptions: PodSecurityException[] = [];
  /** Whether it reads the log files of other pods. */
  readsPodLogs = false;
  private readonly listeners: Endpoint[] = [];

  constructor(
    readonly component: Component,
    id: string,
    readonly props: WorkloadProps,
  ) {
    super(component, id);
    this.name = props.role ? `${component.name}-${props.role}` : component.name;
    this.namespace = component.namespace;
    this.site = component.site;
    this.replicas = replicaRange(this).min;
    this.main = new Container(
      {
        ...props.container,
        name: props.role ?? component.name,
        image: component.options.image
          ? parseImage(component.where, component.options.image)
          : props.container.image,
        resources: mergeResources(
          component.where,
          props.container.resources,
          component.options.resources,
        ),
      },
      this.node.path,
    );
    this.volumes = new Volumes(this.main);
    this.permissions = new Permissions(this);
    this.traffic = new Traffic(this);
    checkService(component.where, props.service ?? {});
    component.join(this);
    if (props.hostNetwork) takeException(this, 'hostNetwork', props.hostNetwork);
    if (props.hostPid) takeException(this, 'hostPID', props.hostPid);
    if (props.volume) this.volumes.claim('data', props.volume.path);

    createController(this);
    if (props.kind === 'StatefulSet') createHeadlessService(this);
    this.node.addValidation({ validate: () => faultsOf(() => podTemplate(this)) });
  }

  get onHostNetwork(): boolean {
    return this.props.hostNetwork !== undefined;
  }
  /** Labels that find its pods, whatever their version. */
  get selector(): Record<string, string> {
    return {
      ...this.component.selector,
      ...(this.props.role ? { 'app.kubernetes.io/component': this.props.role } : {}),
    };
  }
  /** Labels of its objects and pods. */
  get labels(): Record<string, string> {
    return {
      ...this.component.labels,
      ...this.selector,
      'app.kubernetes.io/version': this.main.props.image.tag.replace(/^v/, ''),
    };
  }
  get metadata() {
    return { name: this.name, namespace: this.namespace, labels: this.labels };
  }
  /** Name of the Service that gives each replica of a StatefulSet a name of its own. */
  get headlessName(): string {
    return `${this.name}-headless`;
  }
  /** How a network policy names its pods. */
  get peer(): Peer {
    return this.onHostNetwork
      ? { kind: 'nodes' }
      : { kind: 'pods', namespace: this.namespace, labels: this.selector };
  }
  /** A share of the main container's memory limit, in whole mebibytes. */
  memoryShare(share: number): Size {
    const { memory, memoryLimit = memory } = this.main.props.resources;
    return Size.mebibytes(Math.floor((memoryLimit.toKibibytes() / 1024) * share));
  }
  /** The main one first, then the sidecars by name. */
  get containers(): readonly Container[] {
    const byName = (a: Container, b: Container) => (a.props.name < b.props.name ? -1 : 1);
    return [this.main, ...[...this.sidecars].sort(byName)];
  }
  /** References to Secrets that must exist for its pods to start. */
  get secrets(): readonly SecretRef[] {
    return [...this.volumes.secrets, ...this.containers.flatMap((c) => c.secrets)];
  }
  /** Everything its Service offers. */
  get endpoints(): readonly Endpoint[] {
    return this.listeners;
  }

  /**
   * Opens a port: in the container, the Service, the probes; and gives the address to hand around.
   *
   * @throws when name or number are malformed, or taken in the pod: its containers share one network
   */
  listen(options: ListenOptions): Endpoint {
    const { name, port, scheme = 'http', transports = ['TCP'], container = this.main } = options;
    checkListener(this, { name, port, transports });
    container.open({
      name,
      port,
      transports,
      probes: options.probes ?? {},
      scheme: scheme === 'https' ? 'HTTPS' : 'HTTP',
    });
    const host = `${this.name}.${this.namespace}.svc.${this.site.clusterDomain}`;
    const endpoint = Endpoint.ofWorkload(this, { name, scheme, host, port, transports });
    if (options.inService === false) return endpoint;
    this.listeners.push(endpoint);
    admitClients(this, endpoint, this.props.service ?? {});
    // It exists from the first listener on; what it offers is written at synth.
    if (this.listeners.length === 1) createService(this, this.props.service ?? {});
    return endpoint;
  }

  /**
   * The same listener of each replica of a StatefulSet, for callers that must reach every one.
   *
   * @throws when it is no StatefulSet: only there a replica has a name
   */
  eachReplica(endpoint: Endpoint): readonly Endpoint[] {
    if (this.props.kind !== 'StatefulSet')
      refuse(
        this.node.path,
        `replicas of a ${this.props.kind} have no names`,
        'make it a StatefulSet, or find its pods by discovery',
      );
    const domain = `${this.headlessName}.${this.namespace}.svc.${this.site.clusterDomain}`;
    return Array.from({ length: this.replicas }, (_, i) =>
      endpoint.onHost(`${this.name}-${i}.${domain}`),
    );
  }

  /**
   * Adds a container beside the main one.
   *
   * @throws when its name is taken
   */
  addSidecar(props: ContainerProps): Container {
    if (this.containers.some((c) => c.props.name === props.name))
      refuse(
        this.node.path,
        `container name "${props.name}" is taken`,
        'give each container its own',
      );
    const container = new Container(props, this.node.path);
    this.sidecars.push(container);
    return container;
  }

  /** Mounts a config file in a directory of its own. */
  mount(file: ConfigFile, dir: string, containers: readonly Container[] = [this.main]): void {
    this.volumes.configFile(file, dir, containers);
  }

  /** Mounts a directory of the node, which takes an exception from Pod Security. */
  mountHostPath(path: string, dir: string, options: HostPathOptions): void {
    this.volumes.hostPath(path, dir, options);
    takeException(this, `hostPath ${path}`, options.reason);
  }

  /**
   * Mounts the log files of all pods on its node. They belong to root, which it then runs as, still
   * without any capability; where SELinux guards them, it gets the type that may read them.
   */
  readPodLogs(reason: string): void {
    this.readsPodLogs = true;
    takeException(this, 'runAsNonRoot', 'log files belong to root');
    this.mountHostPath('/var/log/pods', '/var/log/pods', { reason });
  }

  /** Sets an environment variable of the main container. */
  env(name: string, source: EnvSource): void {
    this.main.env(name, source);
  }

  /** Lets the pods ask the Kubernetes API for something. */
  allow(scope: PermissionScope, permission: Permission): void {
    this.permissions.allow(scope, permission);
    this.traffic.nameInCilium({ kind: 'api-server' });
  }

  /** Records an arrow whose target is found by address, through discovery. */
  reach(endpoint: Endpoint, reason: string): void {
    this.traffic.reach(endpoint, reason);
  }

  /**
   * Records an arrow whose target is found by name, and mounts what the caller needs to be let in.
   *
   * @throws when the endpoint has no name to find it by
   */
  connectTo(endpoint: Endpoint, reason: string): Connection {
    const connected = connection(this, endpoint);
    this.traffic.reach(endpoint, reason);
    this.traffic.resolveNames();
    return connected;
  }

  /** Mounts one key of a Secret as a file and returns its path. */
  secretFile(ref: SecretRef, container: Container = this.main): string {
    return this.volumes.secretFile(ref, container);
  }
}
