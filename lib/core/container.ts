import type { Size } from 'cdk8s';
import { type Cpu, k8s } from 'cdk8s-plus-30';
import { refuse } from '../model/refusal.js';
import { bytes, quantity } from '../model/units.js';
import { containerPorts, envVar, probeSpec } from './container-spec.js';
import { type Image, imageReference } from './image.js';
import { byKey } from './order.js';
import type { Transport } from './peer.js';
import type { SecretRef } from './secret-ref.js';

/** Requests and limits of a container. */
export interface Resources {
  /** CPU request. */
  readonly cpu: Cpu;
  /** Memory request. */
  readonly memory: Size;
  /** Memory limit. @default - the request: what a process is promised is what it may use */
  readonly memoryLimit?: Size;
  /** CPU limit. @default - none: throttling slows rule evaluation and log replay */
  readonly cpuLimit?: Cpu;
}

/** A probe, on the port of the listener that declares it. */
export interface ProbeOptions {
  /** Path of an HTTP probe. @default - a TCP connection */
  readonly path?: string;
  /** Seconds between two tries. @default 10 */
  readonly period?: number;
  /** Seconds to wait for an answer. @default 3 */
  readonly timeout?: number;
  /** Failures in a row that count. @default 3 */
  readonly failures?: number;
}

/** The three questions the kubelet asks. */
export interface Probes {
  /** May it get traffic? */
  readonly readiness?: ProbeOptions;
  /** Is it beyond recovery? Never the same question as readiness. @default - none */
  readonly liveness?: ProbeOptions;
  /** Has it started? The others wait for it. @default - none */
  readonly startup?: ProbeOptions;
}

/** What a container runs. */
export interface ContainerProps {
  readonly name: string;
  readonly image: Image;
  /** Its arguments, asked for at synth. */
  readonly args: () => readonly string[];
  readonly resources: Resources;
  /**
   * Sets `GOMEMLIMIT` to nine tenths of the memory limit, for Go programs that do not find the limit
   * themselves.
   * @default false
   */
  readonly goMemoryLimit?: boolean;
}

const probeNames = ['readiness', 'liveness', 'startup'] as const;

/** A port that a container opens. */
export interface Port {
  readonly name: string;
  readonly port: number;
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly transports: readonly Transport[];
  readonly probes: Probes;
}

/** Where an environment variable gets its value. Variables are written by name: none may use another. */
export type EnvSource =
  | { readonly value: string }
  | { readonly secret: SecretRef }
  /** A field of the pod: `status.podIP`. */
  | { readonly field: string };

/** One container of a workload, filled by the workload's verbs. */
export class Container {
  private readonly ports = new Map<string, Port>();
  private readonly mounts = new Map<string, k8s.VolumeMount>();
  private readonly variables = new Map<string, EnvSource>();

  constructor(
    readonly props: ContainerProps,
    /** The workload it is part of, as errors say it. */
    readonly where: string,
  ) {}

  /** The Secrets that its environment is read from. */
  get secrets(): readonly SecretRef[] {
    return [...this.variables.values()].flatMap((v) => ('secret' in v ? [v.secret] : []));
  }

  /** @throws when a probe is answered by another of its ports, or both probes ask the same */
  open(port: Port): void {
    const { readiness, liveness } = port.probes;
    if (readiness?.path !== undefined && readiness.path === liveness?.path)
      this.refuse(
        `liveness asks "${liveness.path}", as readiness does`,
        'ask another path: what is not ready would be killed',
      );
    for (const probe of probeNames)
      for (const other of this.ports.values())
        if (port.probes[probe] && other.probes[probe])
          this.refuse(
            `${probe} is answered by ports "${other.name}" and "${port.name}"`,
            'a container has one probe of each kind: name it on one port',
          );
    this.ports.set(port.name, port);
  }
  hasPort(name: string): boolean {
    return this.ports.has(name);
  }
  /** Name of the port with this number and one of these transports. */
  portAt(port: number, transports: readonly Transport[]): string | undefined {
    return [...this.ports.values()].find(
      (p) => p.port === port && p.transports.some((t) => transports.includes(t)),
    )?.name;
  }
  /** @throws when another volume is there, or a directory would have to be made in a read-only one */
  mount(mount: k8s.VolumeMount): void {
    const known = this.mounts.get(mount.mountPath);
    if (known && known.name !== mount.name)
      this.refuse(
        `directory "${mount.mountPath}" would hold volumes "${known.name}" and "${mount.name}"`,
        'mount each in a directory of its own',
      );
    this.mounts.set(mount.mountPath, mount);
    for (const { mountPath: outer, name, readOnly } of this.mounts.values())
      for (const { mountPath: inner } of this.mounts.values())
        if (readOnly && inner.startsWith(`${outer}/`))
          this.refuse(
            `directory "${inner}" lies in "${outer}", where volume "${name}" is read-only`,
            'mount it beside that',
          );
  }
  /** @throws when it has another value: the order of two calls must not decide */
  env(name: string, source: EnvSource): void {
    if (name === 'GOMEMLIMIT' && this.props.goMemoryLimit)
      this.refuse(
        'variable "GOMEMLIMIT" follows from the memory limit',
        'leave it out, or leave goMemoryLimit out',
      );
    const known = this.variables.get(name);
    if (known && JSON.stringify(known) !== JSON.stringify(source))
      this.refuse(
        `variable "${name}" is set to ${JSON.stringify(known)} and to ${JSON.stringify(source)}`,
        'set it once',
      );
    this.variables.set(name, source);
  }

  private refuse(problem: string, remedy: string): never {
    return refuse(`${this.where}: container "${this.props.name}"`, problem, remedy);
  }

  render(security: k8s.SecurityContext, mirror?: string): k8s.Container {
    const { name, image, resources, goMemoryLimit } = this.props;
    const args = [...this.props.args()];
    const limit = resources.memoryLimit ?? resources.memory;
    const variables = new Map(this.variables);
    if (goMemoryLimit)
      variables.set('GOMEMLIMIT', { value: String(Math.floor(bytes(limit) * 0.9)) });
    const env = byKey(variables).map(([key, source]) => envVar(key, source));
    const ports = byKey(this.ports).flatMap(([, p]) => containerPorts(p));
    const volumeMounts = byKey(this.mounts).map(([, m]) => m);
    // The API server drops an empty list, and every apply would then find a difference.
    return {
      name,
      image: imageReference(image, mirror),
      imagePullPolicy: 'IfNotPresent',
      ...(args.length > 0 ? { args } : {}),
      ...(env.length > 0 ? { env } : {}),
      ...(ports.length > 0 ? { ports } : {}),
      ...this.probe('readinessProbe', (p) => p.readiness),
      ...this.probe('livenessProbe', (p) => p.liveness),
      ...this.probe('startupProbe', (p) => p.startup),
      resources: {
        requests: {
          cpu: k8s.Quantity.fromString(resources.cpu.amount),
          memory: k8s.Quantity.fromString(quantity(resources.memory)),
        },
        limits: {
          ...(resources.cpuLimit
            ? { cpu: k8s.Quantity.fromString(resources.cpuLimit.amount) }
            : {}),
          memory: k8s.Quantity.fromString(quantity(limit)),
        },
      },
      securityContext: security,
      ...(volumeMounts.length > 0 ? { volumeMounts } : {}),
    };
  }

  private probe(field: string, pick: (probes: Probes) => ProbeOptions | undefined) {
    const [found] = byKey(this.ports).flatMap(([, port]) => {
      const options = pick(port.probes);
      return options ? [probeSpec(port, options)] : [];
    });
    return found ? { [field]: found } : {};
  }
}
