import { images } from '../../lib/core/index.js';
import { houseRule, named } from './house.js';
import { podOwners } from './workloads.js';

const known = new Set(Object.values(images).map((i) => `${i.registry}/${i.repository}:${i.tag}`));

houseRule('images are pinned, and all of them in one place', {
  judge: (objects) => {
    const used = podOwners(objects).flatMap(({ object, pod }) =>
      pod.containers.map((c) => ({ where: `${named(object)} ${c.name}`, image: c.image ?? '' })),
    );
    return {
      saw: used.length,
      faults: used
        .filter(({ image }) => !known.has(image))
        .map(({ where, image }) => `${where}: image "${image}" is not one of lib/core/images.ts`),
    };
  },
  atLeast: 11,
  mutations: {
    'a floating tag': (o) => {
      o.get('StatefulSet', 'loki').spec.template.spec.containers[0].image = 'grafana/loki:latest';
    },
  },
});
