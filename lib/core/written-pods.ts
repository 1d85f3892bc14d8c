import type { Manifest, Placed } from './chart.js';

export type Labels = Readonly<Record<string, string>>;

/** What of a written container is judged. */
export interface WrittenContainer {
  readonly name: string;
  readonly env?: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly name?: string; readonly hostPort?: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly readinessProbe?: WrittenProbe;
  readonly livenessProbe?: WrittenProbe;
  readonly startupProbe?: WrittenProbe;
  readonly securityContext?: WrittenSecurity & {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  };
}
export interface WrittenProbe {
  readonly httpGet?: { readonly port: string | number; readonly host?: string };
  readonly tcpSocket?: { readonly port: string | number; readonly host?: string };
}
export interface WrittenSecurity {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type: string };
}

/** What of a written pod is judged. */
export interface WrittenPod {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly nodeSelector?: Labels;
  readonly securityContext?: WrittenSecurity;
  readonly initContainers?: readonly WrittenContainer[];
  readonly containers: readonly WrittenContainer[];
  readonly volumes?: readonly { readonly name: string; readonly [source: string]: unknown }[];
}

/** An object that makes pods, and what it makes them of. */
export interface PodMaker {
  readonly path: string;
  readonly manifest: Manifest;
  readonly labels: Labels;
  /** Labels by which it finds its pods. */
  readonly selector: Labels;
  readonly pod: WrittenPod;
  /** Volumes that it claims for each of its pods. */
  readonly claims: readonly string[];
}

interface WrittenSpec {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly template?: {
    readonly metadata?: { readonly labels?: Labels };
    readonly spec: WrittenPod;
  };
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
}

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The workloads among some objects: ours, patched by their users, and what users add themselves. */
export const podMakers = (objects: readonly Placed[]): readonly PodMaker[] =>
  objects.flatMap(({ path, manifest }) => {
    // The edge to what cdk8s writes: these kinds have no other shape, if they have one at all.
    const spec = kinds.includes(manifest.kind)
      ? (manifest.spec as WrittenSpec | undefined)
      : undefined;
    if (!spec?.template) return [];
    const { selector, template, volumeClaimTemplates = [] } = spec;
    return [
      {
        path,
        manifest,
        labels: template.metadata?.labels ?? {},
        selector: selector?.matchLabels ?? {},
        pod: template.spec,
        claims: volumeClaimTemplates.map(({ metadata }) => metadata.name),
      },
    ];
  });

/** All containers of a pod, those that only run first too. */
export const containersOf = ({ initContainers = [], containers }: WrittenPod) => [
  ...initContainers,
  ...containers,
];

/** Whether labels have what a selector asks for. */
export const matches = (labels: Labels, selector: Labels): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);
