// Quantities as Kubernetes writes them, in numbers: `500m`, `1Gi`, `2e3`.

const units = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** @throws on what is no quantity */
export function amount(quantity) {
  const [, number, unit = ''] = /^([-+]?[\d.]+(?:[eE][-+]?\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  if (number === undefined || units[unit] === undefined)
    throw new Error(`"${quantity}" is no quantity; write one such as 500m or 1Gi`);
  return Number(number) * units[unit];
}

/** `465m`, `1648Mi`, `12`: in the unit that people read the resource in. */
export function readable(resource, value) {
  if (/memory|storage/.test(resource)) return `${Math.ceil(value / units.Mi)}Mi`;
  return resource.endsWith('cpu') ? `${Math.ceil(value * 1000)}m` : String(value);
}

/** What all containers of a pod request or are limited to; nothing where one of them names no amount. */
export function ofPod({ containers, initContainers = [] }, bound, resource) {
  const of = (container) => container.resources?.[bound]?.[resource];
  if (containers.some((container) => of(container) === undefined)) return undefined;
  const together = containers.reduce((sum, container) => sum + amount(of(container)), 0);
  // Those that prepare run one after another, before the others.
  return Math.max(together, ...initContainers.map((container) => amount(of(container) ?? '0')));
}
