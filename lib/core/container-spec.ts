import { k8s } from 'cdk8s-plus-30';
import type { EnvSource, Port, ProbeOptions } from './container.js';
import { portPerTransport } from './names.js';

/** A variable in Kubernetes' words. */
export function envVar(name: string, source: EnvSource): k8s.EnvVar {
  if ('value' in source) return { name, value: source.value };
  if ('field' in source) return { name, valueFrom: { fieldRef: { fieldPath: source.field } } };
  return {
    name,
    valueFrom: { secretKeyRef: { name: source.secret.name, key: source.secret.key } },
  };
}

/**
 * A port in Kubernetes' words, its first transport alone: a client-side apply merges these by their number, and
 * would lose one of two, again each time. Nothing is opened or closed by the list; Services count the other out.
 */
export const containerPorts = (p: Port): k8s.ContainerPort[] =>
  portPerTransport(p.name, p.transports)
    .slice(0, 1)
    .map((entry) => ({ ...entry, containerPort: p.port }));

/** A probe of a port, found by name. */
export function probeSpec(port: Port, options: ProbeOptions): k8s.Probe {
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
