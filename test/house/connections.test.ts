import { houseRule, named } from './house.js';
import { isPeer, peersOf, policies, portsOf } from './policies.js';
import { podOwners } from './workloads.js';

houseRule('connections are allowed at both ends', {
  judge: (objects) => {
    const owners = podOwners(objects).filter((o) => !o.pod.hostNetwork);
    const all = policies(objects);
    const policyOf = (owner: (typeof owners)[number]) =>
      all.find(
        (p) =>
          p.object.metadata.name === owner.object.metadata.name &&
          p.object.metadata.namespace === owner.object.metadata.namespace,
      );
    const half = (way: 'egress' | 'ingress', other: 'egress' | 'ingress') =>
      owners.flatMap((owner) =>
        (policyOf(owner)?.[way] ?? []).flatMap((rule) =>
          peersOf(rule).flatMap((peer) =>
            owners
              .filter((far) => isPeer(peer, far))
              .flatMap((far) =>
                portsOf(rule).map((port) => ({
                  edge: `${named(owner.object)} ${way} ${named(far.object)}:${port}`,
                  met: (policyOf(far)?.[other] ?? []).some(
                    (r) => portsOf(r).includes(port) && peersOf(r).some((p) => isPeer(p, owner)),
                  ),
                })),
              ),
          ),
        ),
      );
    const edges = [...half('egress', 'ingress'), ...half('ingress', 'egress')];
    return {
      saw: edges.length,
      faults: edges.filter((e) => !e.met).map((e) => `${e.edge} is allowed at one end only`),
    };
  },
  atLeast: { stack: 29, 'severed-blog': 26 },
  mutations: {
    'a dropped ingress rule': (o) => {
      o.get('NetworkPolicy', 'loki').spec.ingress.pop();
    },
    'a port changed at one end': (o) => {
      o.get('NetworkPolicy', 'loki').spec.ingress[0].ports[0].port = 3101;
    },
  },
});
