import type { Manifest } from '../../lib/core/index.js';
import { houseRule, named } from './house.js';
import { matches, podOwners } from './workloads.js';

interface Selecting {
  readonly object: Manifest;
  readonly selector: Readonly<Record<string, string>>;
}

/** Everything that finds pods by their labels. */
const selecting = (objects: readonly Manifest[]): Selecting[] =>
  objects.flatMap((object) => {
    const spec = object.spec as {
      selector?: Record<string, string> & { matchLabels?: Record<string, string> };
      podSelector?: { matchLabels: Record<string, string> };
    };
    if (object.kind === 'Service') return [{ object, selector: spec.selector ?? {} }];
    if (object.kind === 'NetworkPolicy')
      return [{ object, selector: spec.podSelector?.matchLabels ?? {} }];
    if (object.kind === 'PodDisruptionBudget')
      return [{ object, selector: spec.selector?.matchLabels ?? {} }];
    return [];
  });

houseRule('selectors find pods of one workload, or of one ring, and never by version', {
  judge: (objects) => {
    const owners = podOwners(objects);
    const all = selecting(objects);
    const faults = all.flatMap(({ object, selector }) => {
      const found = owners.filter(
        (o) =>
          o.object.metadata.namespace === object.metadata.namespace && matches(o.labels, selector),
      );
      return [
        ...(found.length === 0 ? [`${named(object)} finds no pods`] : []),
        ...(found.length > 1 && !object.metadata.name.endsWith('-ring')
          ? [
              `${named(object)} finds pods of ${found.map((f) => f.object.metadata.name).join(', ')}`,
            ]
          : []),
        ...('app.kubernetes.io/version' in selector ? [`${named(object)} selects a version`] : []),
      ];
    });
    const own = owners.flatMap(({ object, labels, selector }) => [
      ...(matches(labels, selector) ? [] : [`${named(object)} does not select its own pods`]),
      ...('app.kubernetes.io/version' in selector ? [`${named(object)} selects a version`] : []),
    ]);
    return { saw: all.length + owners.length, faults: [...faults, ...own] };
  },
  atLeast: { stack: 30, 'severed-blog': 24 },
  mutations: {
    'a Service that finds nothing': (o) => {
      o.get('Service', 'loki').spec.selector['app.kubernetes.io/instance'] = 'lokki';
    },
    'a selector with a version': (o) => {
      o.get('StatefulSet', 'loki').spec.selector.matchLabels['app.kubernetes.io/version'] = '3.7.8';
    },
    'a policy that covers two workloads': (o) => {
      o.get('NetworkPolicy', 'loki').spec.podSelector.matchLabels = {};
    },
  },
});
