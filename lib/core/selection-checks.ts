import { refusal } from '../model/refusal.js';
import type { Manifest, Placed } from './chart.js';
import { containersOf, type Labels, matches, type PodMaker } from './written-pods.js';

interface ServiceSpec {
  readonly selector?: Labels;
  readonly ports?: readonly { readonly name?: string; readonly targetPort?: string | number }[];
}

const together = (a: Manifest, b: Manifest): boolean =>
  a.metadata.namespace === b.metadata.namespace;

/** What finds no pods, or others than it means: Kubernetes takes both, and nothing answers. */
export const selectionFaults = (
  objects: readonly Placed[],
  makers: readonly PodMaker[],
): readonly string[] => [
  ...makers.flatMap((maker) => makerFaults(maker, makers)),
  ...objects
    .filter(({ manifest }) => manifest.kind === 'Service')
    .flatMap((service) => serviceFaults(service, makers)),
];

function makerFaults(maker: PodMaker, all: readonly PodMaker[]): readonly string[] {
  const { path, manifest, labels, selector } = maker;
  const missed = Object.entries(selector).find(([key, value]) => labels[key] !== value);
  const other = all.find(
    (one) => one !== maker && together(one.manifest, manifest) && matches(one.labels, selector),
  );
  return [
    ...(missed
      ? [
          refusal(
            path,
            `selector ${missed.join('=')} is not among the labels of its pods`,
            'give them that label',
          ),
        ]
      : []),
    ...(other
      ? [
          refusal(
            path,
            `selector ${shown(selector)} finds the pods of ${other.path} as well`,
            'give each a label of its own',
          ),
        ]
      : []),
  ];
}

function serviceFaults({ path, manifest }: Placed, makers: readonly PodMaker[]): readonly string[] {
  // The edge to what cdk8s writes: a Service's spec has this shape.
  const { selector, ports = [] } = (manifest.spec ?? {}) as ServiceSpec;
  if (!selector) return [];
  const found = makers.filter((m) => together(m.manifest, manifest) && matches(m.labels, selector));
  // Pods of someone else: nothing is known of them.
  if (found.length === 0) return [];
  const open = found.flatMap(({ pod }) =>
    containersOf(pod).flatMap((c) => (c.ports ?? []).flatMap(({ name }) => name ?? [])),
  );
  return ports.flatMap(({ name, targetPort }) =>
    typeof targetPort === 'string' && !open.includes(targetPort)
      ? [
          refusal(
            path,
            `port "${name ?? targetPort}" leads to port "${targetPort}", which no container of its pods has`,
            `they have: ${[...new Set(open)].sort().join(', ') || 'none'}`,
          ),
        ]
      : [],
  );
}

const shown = (selector: Labels): string =>
  Object.entries(selector)
    .map((pair) => pair.join('='))
    .sort()
    .join(',');
