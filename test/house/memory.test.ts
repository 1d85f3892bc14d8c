import { houseRule, named } from './house.js';
import { podOwners } from './workloads.js';

/** The field's own stack asks 2,170Mi for the parts without logs. */
const mostMebi = 2000;

const mebi = (quantity: string): number => {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  return unit === undefined ? Number.NaN : Number(amount) * (unit === 'Gi' ? 1024 : 1);
};

houseRule(`a system asks for at most ${mostMebi}Mi of memory, agents counted once`, {
  judge: (objects) => {
    const asked = podOwners(objects).flatMap(({ object, pod, replicas }) =>
      pod.containers.map((c) => ({
        where: `${named(object)} ${c.name}`,
        mebi: mebi(c.resources?.requests?.memory ?? '') * replicas,
      })),
    );
    const sum = asked.reduce((total, c) => total + c.mebi, 0);
    const unasked = asked
      .filter((c) => Number.isNaN(c.mebi))
      .map((c) => `${c.where} asks for none`);
    return {
      saw: asked.length,
      faults: [...unasked, ...(sum > mostMebi ? [`all together ask for ${sum}Mi`] : [])],
    };
  },
  atLeast: { stack: 12, 'severed-blog': 9 },
  mutations: {
    'one that asks for too much': (o) => {
      const [container] = o.get('StatefulSet', 'loki').spec.template.spec.containers;
      container.resources.requests.memory = '1Gi';
    },
    'one that asks for none': (o) => {
      const [container] = o.get('StatefulSet', 'loki').spec.template.spec.containers;
      delete container.resources.requests.memory;
    },
  },
});
