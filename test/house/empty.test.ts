import { houseRule, named } from './house.js';

/** Paths of empty lists within a value. */
function emptyLists(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.length === 0) return [path];
  return Object.entries(value).flatMap(([key, inner]) => emptyLists(inner, `${path}.${key}`));
}

houseRule('no empty list is written: the API server drops it, and every apply finds a difference', {
  judge: (objects) => ({
    saw: objects.length,
    faults: objects.flatMap((o) => emptyLists(o).map((path) => `${named(o)} ${path} is empty`)),
  }),
  atLeast: 60,
  mutations: {
    'an empty list deep inside': (o) => {
      o.get('StatefulSet', 'loki').spec.template.spec.containers[0].env = [];
    },
  },
});
