import type { Size } from 'cdk8s';
import { type Cpu, k8s } from 'cdk8s-plus-30';
import { bytes, quantity } from '../model/units.js';
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

interface Port {
  readonly name: string;
  readonly port: number;
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly transports: readonly Transport[];
  readonly probes: Probes;
}

/** Where an environment variable gets its value. */
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

  constructor(readonly props: ContainerProps) {}

  open(port: Port): void {
    this.ports.set(port.name, port);
  }
  hasPort(name: string): boolean {
    return this.ports.has(name);
  }
  mount(mount: k8s.VolumeMount): void {
    this.mounts.set(mount.mountPath, mount);
  }
  env(name: string, source: EnvSource): void {
    this.variables.set(name, source);
  }

  render(security: k8s.SecurityContext, mirror?: string): k8s.Container {
    const { name, image, args, resources, goMemoryLimit } = this.props;
    const limit = resources.memoryLimit ?? resources.memory;
    const variables = new Map(this.variables);
    if (goMemoryLimit)
      variables.set('GOMEMLIMIT', { value: String(Math.floor(bytes(limit) * 0.9)) });
    return {
      name,
      image: imageReference(image, mirror),
      imagePullPolicy: 'IfNotPresent',
      args: [...args()],
      env: byKey(variables).map(([key, source]) => envVar(key, source)),
      ports: byKey(this.ports).flatMap(([, p]) => containerPorts(p)),
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
      volumeMounts: byKey(this.mounts).map(([, m]) => m),
    };
  }

  private probe(field: string, pick: (probes: Probes) => ProbeOptions | undefined) {
    const [found] = byKey(this.ports).flatMap(([, port]) => {
      const options = pick(port.probes);
      return options ? [probe(port, options)] : [];
    });
    return found ? { [field]: found } : {};
  }
}

function envVar(name: string, source: EnvSource): k8s.EnvVar {
  if ('value' in source) return { name, value: source.value };
  if ('field' in source) return { name, valueFrom: { fieldRef: { fieldPath: source.field } } };
  return {
    name,
    valueFrom: { secretKeyRef: { name: source.secret.name, key: source.secret.key } },
  };
}

/** One entry a transport: the second gets the transport's name, as port names are unique. */
const containerPorts = (p: Port): k8s.ContainerPort[] =>
  p.transports.map((protocol, i) => ({
    name: i === 0 ? p.name : `${p.name}-${protocol.toLowerCase()}`,
    containerPort: p.port,
    protocol,
  }));

function probe(port: Port, options: ProbeOptions): k8s.Probe {
  const target = k8s.IntOrString.fromString(port.name);
  const { path, period = 10, timeout = 3, failures = 3 } = options;
  return {
    ...(path === undefined
      ? { tcpSocket: { port: target } }
      : { httpGet: { path, port: target, scheme: port.scheme } }),
    periodSeconds: period,
    timeoutSeconds: timeout,
    failureThreshold: failures,
  };
}
