import { houseRule, named } from './house.js';
import { matches, podOwners } from './workloads.js';

houseRule('every Service port and every route ends at a port of a container', {
  judge: (objects) => {
    const owners = podOwners(objects);
    const ports = objects
      .filter((o) => o.kind === 'Service')
      .flatMap((service) => {
        const spec = service.spec as {
          selector: Record<string, string>;
          ports: { name: string; port: number; targetPort: string }[];
        };
        return spec.ports.map((p) => ({ service, selector: spec.selector, ...p }));
      });
    const faults = ports.flatMap(({ service, selector, targetPort, port }) => {
      const behind = owners.filter(
        (o) =>
          o.object.metadata.namespace === service.metadata.namespace && matches(o.labels, selector),
      );
      const meets = behind.some(({ pod }) =>
        pod.containers.some((c) =>
          c.ports?.some((p) => p.name === targetPort && p.containerPort === port),
        ),
      );
      return meets
        ? []
        : [
            `${named(service)} port ${port} leads to "${targetPort}", which no container opens as ${port}`,
          ];
    });
    const backends = objects
      .filter((o) => o.kind === 'HTTPRoute')
      .flatMap((route) => {
        const { rules } = route.spec as {
          rules: { backendRefs?: { name: string; namespace: string; port: number }[] }[];
        };
        return rules.flatMap((r) => (r.backendRefs ?? []).map((ref) => ({ route, ref })));
      });
    const behindIngresses = objects
      .filter((o) => o.kind === 'Ingress')
      .flatMap((ingress) => {
        const { rules } = ingress.spec as {
          rules: {
            http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] };
          }[];
        };
        const backends = rules.flatMap((r) => r.http.paths.map((p) => p.backend.service));
        return backends.map((service) => ({ ingress, service }));
      });
    const astray = behindIngresses
      .filter(
        ({ ingress, service }) =>
          !ports.some(
            (p) =>
              p.service.metadata.name === service.name &&
              p.service.metadata.namespace === ingress.metadata.namespace &&
              p.name === service.port.name,
          ),
      )
      .map(
        ({ ingress, service }) =>
          `${named(ingress)} leads to ${service.name}:${service.port.name}, which is no Service port`,
      );
    const lost = backends
      .filter(
        ({ ref }) =>
          !ports.some(
            (p) =>
              p.service.metadata.name === ref.name &&
              p.service.metadata.namespace === ref.namespace &&
              p.port === ref.port,
          ),
      )
      .map(
        ({ route, ref }) =>
          `${named(route)} leads to ${ref.name}:${ref.port}, which is no Service port`,
      );
    return {
      saw: ports.length + backends.length + behindIngresses.length,
      faults: [...faults, ...lost, ...astray],
    };
  },
  atLeast: 12,
  mutations: {
    'a misspelled target port': (o) => {
      o.get('Service', 'loki').spec.ports[0].targetPort = 'web';
    },
    'a route to another port': (o) => {
      const route = o.all.find(
        (m) => m.kind === 'HTTPRoute' && !m.metadata.name.endsWith('-redirect'),
      );
      o.get('HTTPRoute', route?.metadata.name ?? '').spec.rules[0].backendRefs[0].port = 80;
    },
  },
  blogMutations: {
    'an Ingress to another port': (o) => {
      const { rules } = o.get('Ingress', 'ingress-blog-localhost').spec;
      rules[0].http.paths[0].backend.service.port.name = 'web';
    },
  },
});
