import { houseRule, named } from './house.js';
import { podOwners, type WrittenContainer } from './workloads.js';

const probes = (c: WrittenContainer) =>
  [c.readinessProbe, c.livenessProbe, c.startupProbe].flatMap((p) => (p ? [p] : []));

houseRule('every container is asked whether it lives or is ready, on a port it has', {
  judge: (objects) => {
    const containers = podOwners(objects).flatMap(({ object, pod }) =>
      pod.containers.map((c) => ({ where: `${named(object)} ${c.name}`, c })),
    );
    const faults = containers.flatMap(({ where, c }) => {
      const names = (c.ports ?? []).map((p) => p.name);
      const asked = probes(c);
      return [
        ...(asked.length === 0 ? [`${where} has no probe`] : []),
        ...asked
          .map((p) => String((p.httpGet ?? p.tcpSocket)?.port))
          .filter((port) => !names.includes(port))
          .map((port) => `${where} is probed on "${port}", its ports are ${names.join(', ')}`),
        ...(c.livenessProbe &&
        JSON.stringify(c.livenessProbe.httpGet) === JSON.stringify(c.readinessProbe?.httpGet) &&
        c.livenessProbe.httpGet
          ? [`${where} is killed for not being ready`]
          : []),
        ...asked
          .filter((p) => p.httpGet?.host !== undefined)
          .map(() => `${where} has a probe with a host, which Pod Security refuses from 1.34 on`),
      ];
    });
    return { saw: containers.length, faults };
  },
  atLeast: { stack: 12, 'severed-blog': 9 },
  mutations: {
    'a renamed port': (o) => {
      o.get('StatefulSet', 'loki').spec.template.spec.containers[0].ports[0].name = 'web';
    },
    'one question for both': (o) => {
      const [c] = o.get('StatefulSet', 'loki').spec.template.spec.containers;
      c.livenessProbe = c.readinessProbe;
    },
    'no probe at all': (o) => {
      const [c] = o.get('StatefulSet', 'loki').spec.template.spec.containers;
      for (const p of ['readinessProbe', 'livenessProbe', 'startupProbe']) delete c[p];
    },
  },
});
