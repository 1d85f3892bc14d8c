// Whether traffic finds its way: endpoints of Services, and what gateways make of their routes.
import { named, namespacesOf, ofKind } from './dist.mjs';
import { count, fails, skip, unless } from './lines.mjs';

/** What is wrong with one Service, with the EndpointSlices of its namespace. */
function judgeService(service, slices) {
  const { namespace, name } = service.metadata;
  const own = slices.filter(
    ({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name,
  );
  const ready = own
    .flatMap(({ endpoints }) => endpoints ?? [])
    .some(({ conditions }) => conditions?.ready !== false);
  if (!ready)
    return [
      fails(
        named(service),
        'no endpoint is ready',
        `compare its selector with kubectl --namespace ${namespace} get pods --show-labels`,
      ),
    ];
  const ports = own.flatMap((slice) => slice.ports ?? []).map((port) => port.name ?? '');
  return service.spec.ports
    .filter((port) => !ports.includes(port.name ?? ''))
    .map((port) =>
      fails(
        named(service),
        `no pod has its port "${port.name}"`,
        `compare its targetPort ${port.targetPort} with the pods' ports`,
      ),
    );
}

/** Every Service with a selector has ready endpoints, at each of its ports. */
export async function checkServices(live, cluster) {
  const services = ofKind(live, 'Service').filter(({ spec }) => spec.selector);
  const lines = [];
  for (const namespace of namespacesOf(services)) {
    const own = services.filter(({ metadata }) => metadata.namespace === namespace);
    const { items, why } = await cluster.list('endpointslices', { namespace });
    lines.push(
      ...(why
        ? [skip(`endpoints of namespace ${namespace}`, why)]
        : unless(
            own.flatMap((service) => judgeService(service, items)),
            own.length,
            `${count(own.length, 'Service')} of ${namespace} with ready endpoints`,
          )),
    );
  }
  return lines;
}

/** What a controller says of a Gateway or a route, and which of that must be true. */
const verdicts = {
  Gateway: { types: ['Accepted', 'Programmed'], of: ({ status }) => [status?.conditions ?? []] },
  HTTPRoute: {
    types: ['Accepted', 'ResolvedRefs'],
    of: ({ status }) => (status?.parents ?? []).map(({ conditions }) => conditions ?? []),
  },
};

/** What a controller has against one of them, its first word of it. */
function judgeEdge(object) {
  const { types, of } = verdicts[object.kind];
  const answers = of(object);
  const { namespace, name } = object.metadata;
  const remedy = `kubectl --namespace ${namespace} describe ${object.kind.toLowerCase()} ${name}`;
  if (answers.length === 0) return [fails(named(object), 'no gateway has taken it', remedy)];
  const faults = answers.flatMap((conditions) =>
    types.flatMap((type) => {
      const found = conditions.find((one) => one.type === type);
      if (found?.status === 'True') return [];
      const { reason = 'no word of it', message } = found ?? {};
      return [
        fails(named(object), `not ${type}: ${reason}${message ? `, ${message}` : ''}`, remedy),
      ];
    }),
  );
  return faults.slice(0, 1);
}

/** Gateways and routes are taken by a controller, and lead to what is there. */
export function checkEdges(live) {
  const edges = ofKind(live, ...Object.keys(verdicts));
  return unless(
    edges.flatMap(judgeEdge),
    edges.length,
    `all ${edges.length} Gateways and routes are taken by a controller`,
  );
}
