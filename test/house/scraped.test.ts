import type { Manifest } from '../../lib/core/index.js';
import { houseRule, named } from './house.js';
import { jobsOf } from './jobs.js';

/** Services that only give pods names: their ports are those of another. */
const isNaming = (service: Manifest): boolean =>
  (service.spec as { clusterIP?: string }).clusterIP === 'None';

houseRule('every Service is scraped, by one job for each of its ports at most', {
  judge: (objects) => {
    const services = objects.filter((o) => o.kind === 'Service' && !isNaming(o));
    const kept = jobsOf(objects).flatMap((job) =>
      (job.relabel_configs ?? []).flatMap((r) => (r.action === 'keep' && r.regex ? [r.regex] : [])),
    );
    const faults = services.flatMap((service) => {
      const { name, namespace } = service.metadata;
      const ports = kept.filter((regex) => regex.startsWith(`${namespace};${name};`));
      return [
        ...(ports.length === 0 ? [`${named(service)} is the target of no job`] : []),
        ...(new Set(ports).size < ports.length ? [`${named(service)} is scraped twice`] : []),
      ];
    });
    return { saw: services.length, faults };
  },
  atLeast: 8,
  mutations: {
    'a Service nobody scrapes': (o) => {
      o.get('Service', 'loki').metadata.name = 'lokki';
    },
    'a job that is there twice': (o) => {
      const { data } = o.get('ConfigMap', 'prometheus-config');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll('observability;grafana;http', 'observability;loki;http');
    },
  },
});
