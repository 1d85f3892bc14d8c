import { blogImages } from '../../examples/severed-blog/blog.js';
import { type Image, images } from '../../lib/core/index.js';
import { houseRule, named, type OfSystems } from './house.js';
import { podOwners } from './workloads.js';

/** Images that are pinned elsewhere than in lib/core/images.ts: an application has its own. */
const elsewhere: OfSystems<readonly Image[]> = {
  stack: [],
  'severed-blog': Object.values(blogImages),
};

const reference = ({ registry, repository, tag }: Image) => `${registry}/${repository}:${tag}`;

houseRule('images are pinned, and all of them in one place', {
  judge: (objects, system) => {
    const known = [...Object.values(images), ...elsewhere[system]].map(reference);
    const used = podOwners(objects).flatMap(({ object, pod }) =>
      pod.containers.map((c) => ({ where: `${named(object)} ${c.name}`, image: c.image ?? '' })),
    );
    return {
      saw: used.length,
      faults: used
        .filter(({ image }) => !known.includes(image))
        .map(({ where, image }) => `${where}: image "${image}" is not one of lib/core/images.ts`),
    };
  },
  atLeast: { stack: 12, 'severed-blog': 9 },
  mutations: {
    'a floating tag': (o) => {
      o.get('StatefulSet', 'loki').spec.template.spec.containers[0].image = 'grafana/loki:latest';
    },
  },
});
