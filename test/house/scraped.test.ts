import type { Manifest } from '../../lib/core/index.js';
import { jobsOf } from '../../scripts/closure/jobs.js';
import { houseRule, named, type OfSystems } from './house.js';

/** Services that only give pods names: their ports are those of another. */
const isNaming = (service: Manifest): boolean =>
  (service.spec as { clusterIP?: string }).clusterIP === 'None';

/** Services that are the target of no job, and why. */
const unscraped: OfSystems<Readonly<Record<string, string>>> = {
  stack: {},
  'severed-blog': {
    'Service severed-blog/severed-blog':
      'each pod counts its own requests: an agent finds those of its node by their label',
  },
};

houseRule('every Service is scraped, by one job for each of its ports at most', {
  judge: (objects, system) => {
    const services = objects.filter((o) => o.kind === 'Service' && !isNaming(o));
    const kept = jobsOf(objects).flatMap((job) =>
      (job.relabel_configs ?? []).flatMap((r) => (r.action === 'keep' && r.regex ? [r.regex] : [])),
    );
    const faults = services.flatMap((service) => {
      const { name, namespace } = service.metadata;
      const ports = kept.filter((regex) => regex.startsWith(`${namespace};${name};`));
      return [
        ...(ports.length === 0 && !(named(service) in unscraped[system])
          ? [`${named(service)} is the target of no job`]
          : []),
        ...(new Set(ports).size < ports.length ? [`${named(service)} is scraped twice`] : []),
      ];
    });
    const known = services
      .filter((s) =>
        kept.every((regex) => !regex.startsWith(`${s.metadata.namespace};${s.metadata.name};`)),
      )
      .map(named);
    const stale = Object.keys(unscraped[system])
      .filter((name) => !known.includes(name))
      .map((name) => `${name} is scraped, or gone: take it off the list`);
    return { saw: services.length, faults: [...faults, ...stale] };
  },
  atLeast: { stack: 9, 'severed-blog': 7 },
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
