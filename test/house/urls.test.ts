import type { Manifest } from '../../lib/core/index.js';
import { houseRule, named } from './house.js';
import { podOwners } from './workloads.js';

const clusterUrl =
  /(?:[a-z]+:\/\/)?((?:[a-z0-9-]+\.)?[a-z0-9-]+\.[a-z0-9-]+\.svc\.cluster\.local):(\d+)/g;

/** Every text in which an address may stand: config files and arguments. */
const texts = (objects: readonly Manifest[]): { where: string; text: string }[] => [
  ...objects.flatMap((o) =>
    o.kind === 'ConfigMap'
      ? Object.values(o.data as Record<string, string>).map((text) => ({ where: named(o), text }))
      : [],
  ),
  ...podOwners(objects).flatMap(({ object, pod }) =>
    pod.containers.map((c) => ({ where: named(object), text: (c.args ?? []).join('\n') })),
  ),
];

/** The Service a host names, a replica's name before it taken off. */
function serviceOf(objects: readonly Manifest[], host: string): Manifest | undefined {
  const parts = host.replace('.svc.cluster.local', '').split('.');
  const [namespace, service] = parts.reverse();
  return objects.find(
    (o) =>
      o.kind === 'Service' && o.metadata.name === service && o.metadata.namespace === namespace,
  );
}

houseRule('every address in a config names a Service and a port that are there', {
  judge: (objects) => {
    const found = texts(objects).flatMap(({ where, text }) =>
      [...text.matchAll(clusterUrl)].map(([, host = '', port]) => ({
        where,
        host,
        port: Number(port),
      })),
    );
    const faults = found.flatMap(({ where, host, port }) => {
      const spec = serviceOf(objects, host)?.spec as { ports?: { port: number }[] } | undefined;
      if (!spec) return [`${where}: ${host} is no Service`];
      return spec.ports?.some((p) => p.port === port)
        ? []
        : [`${where}: ${host} has no port ${port}`];
    });
    return { saw: found.length, faults };
  },
  atLeast: { stack: 8, 'severed-blog': 6 },
  mutations: {
    'a renamed Service': (o) => {
      o.get('Service', 'loki').metadata.name = 'lokki';
    },
    'another port': (o) => {
      o.get('Service', 'loki').spec.ports[0].port = 3101;
    },
  },
});
