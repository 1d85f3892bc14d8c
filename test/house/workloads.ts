import type { k8s } from 'cdk8s-plus-30';
import type { Manifest } from '../../lib/core/index.js';

/** An object that runs pods, with its spec as it is written. */
export interface PodOwner {
  readonly object: Manifest;
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly selector: Readonly<Record<string, string>>;
  readonly pod: WrittenPod;
}

/** As `k8s.PodSpec`, but as YAML has it: quantities and ports are plain, `hostPID` is spelled so. */
export interface WrittenPod extends Omit<k8s.PodSpec, 'containers' | 'volumes'> {
  readonly hostPID?: boolean;
  readonly containers: readonly WrittenContainer[];
  readonly volumes?: readonly WrittenVolume[];
}
export interface WrittenContainer extends Omit<k8s.Container, 'resources' | 'ports'> {
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly ports?: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly protocol: string;
  }[];
}
export interface WrittenVolume extends Omit<k8s.Volume, 'projected'> {
  readonly projected?: {
    readonly sources: readonly {
      readonly configMap?: { readonly name: string; readonly optional?: boolean };
    }[];
  };
}

const kinds = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Everything that runs pods. */
export const podOwners = (objects: readonly Manifest[]): PodOwner[] =>
  objects
    .filter((o) => kinds.includes(o.kind))
    .map((object) => {
      // The shape is what the typed L1s wrote.
      const spec = object.spec as {
        replicas?: number;
        selector: { matchLabels: Record<string, string> };
        template: { metadata: { labels: Record<string, string> }; spec: WrittenPod };
      };
      return {
        object,
        replicas: spec.replicas ?? fewest(objects, object) ?? 1,
        labels: spec.template.metadata.labels,
        selector: spec.selector.matchLabels,
        pod: spec.template.spec,
      };
    });

/** The fewest replicas that an autoscaler leaves a workload, where it has one. */
function fewest(objects: readonly Manifest[], { kind, metadata }: Manifest): number | undefined {
  const specs = objects
    .filter((o) => o.kind === 'HorizontalPodAutoscaler')
    .filter((o) => o.metadata.namespace === metadata.namespace)
    // The shape is what the typed L1s wrote.
    .map((o) => o.spec as { minReplicas: number; scaleTargetRef: { kind: string; name: string } });
  const own = specs.find(({ scaleTargetRef: of }) => of.kind === kind && of.name === metadata.name);
  return own?.minReplicas;
}

/** Whether labels match a selector; an empty selector matches all. */
export const matches = (
  labels: Readonly<Record<string, string>>,
  selector: Readonly<Record<string, string>> = {},
): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);
