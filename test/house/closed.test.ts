import { houseRule, named, type OfSystems } from './house.js';
import { peersOf, policies } from './policies.js';

/** Workloads that may call or be called by addresses nobody can name, and why. */
const open: OfSystems<Readonly<Record<string, string>>> = {
  stack: {
    'observability/alertmanager egress': 'receivers are outside the cluster',
    'observability/alloy-events egress':
      'the address of the API server is not known on a generic cluster',
    'observability/blackbox-exporter egress':
      'the hosts that lead into the cluster are asked for at addresses outside of it',
    'observability/kube-state-metrics egress':
      'the address of the API server is not known on a generic cluster',
    'observability/prometheus egress':
      'the same, and the kubelets and node-exporters are on nodes whose addresses are not told',
    'observability-node/alloy egress':
      'the address of the API server is not known on a generic cluster',
  },
  'severed-blog': {
    'monitoring/kube-state-metrics egress':
      'the address of the API server is not known on a generic cluster',
    'monitoring/prometheus egress': 'the same, and the kubelets are on nodes likewise',
    'monitoring/prometheus-adapter egress': 'the address of the API server is not known',
    'monitoring/prometheus-adapter ingress': 'the API server calls it, from an address as unknown',
    'monitoring-node/alloy egress':
      'the address of the API server is not known, nor that of the kubelet beside it',
  },
};

/** Hands out credentials of the node, by both families of addresses. */
const metadataServices = ['169.254.169.254/32', 'fd00:ec2::254/128'];

houseRule('policies are closed: no rule without peers and ports, any address by name only', {
  judge: (objects, system) => {
    const all = policies(objects);
    const used = new Set<string>();
    const faults = all.flatMap(({ object, ingress, egress, types }) => [
      ...(types.includes('Ingress') && types.includes('Egress')
        ? []
        : [`${named(object)} leaves a direction open`]),
      ...(['ingress', 'egress'] as const).flatMap((way) =>
        (way === 'ingress' ? ingress : egress).flatMap((rule) => {
          const where = `${object.metadata.namespace}/${object.metadata.name} ${way}`;
          const anywhere = peersOf(rule).some((p) => p.ipBlock?.cidr.endsWith('/0'));
          if (anywhere) used.add(where);
          return [
            ...(peersOf(rule).length === 0 ? [`${where} has a rule without peers`] : []),
            ...((rule.ports ?? []).length === 0 ? [`${where} has a rule without ports`] : []),
            ...(anywhere && !(where in open[system]) ? [`${where} is open to any address`] : []),
            ...peersOf(rule)
              .filter(
                (p) =>
                  p.ipBlock?.cidr.endsWith('/0') &&
                  !metadataServices.some((address) => p.ipBlock?.except?.includes(address)),
              )
              .map(() => `${where} reaches the metadata service`),
          ];
        }),
      ),
    ]);
    const stale = Object.keys(open[system]).filter((where) => !used.has(where));
    return {
      saw: all.length,
      faults: [
        ...faults,
        ...stale.map((where) => `${where} is no longer open: take it off the list`),
      ],
    };
  },
  atLeast: { stack: 8, 'severed-blog': 7 },
  mutations: {
    'a rule without peers': (o) => {
      delete o.get('NetworkPolicy', 'loki').spec.ingress[0].from;
    },
    'any address': (o) => {
      o.get('NetworkPolicy', 'loki').spec.ingress[0].from = [{ ipBlock: { cidr: '0.0.0.0/0' } }];
    },
    'the metadata service': (o) => {
      delete o.get('NetworkPolicy', 'alertmanager').spec.egress[0].to[0].ipBlock.except;
    },
    'an open direction': (o) => {
      o.get('NetworkPolicy', 'loki').spec.policyTypes = ['Ingress'];
    },
  },
});
