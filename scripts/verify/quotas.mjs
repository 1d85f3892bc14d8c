// What quotas and limits of a namespace leave for the pods that are still to come.
import { claimsOf, named, replicasOf } from './dist.mjs';
import { fails, ok, skip } from './lines.mjs';
import { amount, ofPod, readable } from './quantity.mjs';

/** Names in a quota that stand for one bound of one resource. */
const bounds = {
  cpu: ['requests', 'cpu'],
  memory: ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

/** What workloads will use of one name in a quota, or who of them says nothing of it. */
function use(workloads, resource, nodes) {
  const claims = workloads.flatMap(claimsOf);
  if (resource === 'persistentvolumeclaims') return { sum: claims.length };
  if (resource === 'requests.storage')
    return { sum: claims.reduce((sum, { size }) => sum + amount(size), 0) };
  const pods = workloads.map((one) => replicasOf(one, nodes));
  if (resource === 'pods') return { sum: pods.reduce((sum, n) => sum + n, 0) };
  const of = workloads.map(({ spec }) => ofPod(spec.template.spec, ...bounds[resource]));
  const silent = workloads.find((_, i) => of[i] === undefined);
  return silent ? { silent } : { sum: of.reduce((sum, one, i) => sum + one * pods[i], 0) };
}

const known = [...Object.keys(bounds), 'pods', 'persistentvolumeclaims', 'requests.storage'];

/** The default that a namespace gives a container for a bound of which it says nothing. */
const defaulted = (ranges, [bound, resource]) =>
  ranges.some(({ spec }) =>
    spec.limits.some(
      ({ type, ...limit }) =>
        type === 'Container' &&
        [bound === 'limits' ? 'default' : 'defaultRequest', 'default', 'max'].some(
          (field) => limit[field]?.[resource] !== undefined,
        ),
    ),
  );

/** One ResourceQuota over workloads that are not there yet. */
export function judgeQuota(quota, workloads, ranges, nodes) {
  const title = named(quota);
  if (quota.spec.scopes || quota.spec.scopeSelector)
    return [skip(title, 'is for some pods only, and which is not judged here')];
  const hard = Object.entries(quota.status?.hard ?? quota.spec.hard);
  const faults = hard.flatMap(([resource, limit]) => {
    if (!known.includes(resource)) return [];
    const { sum, silent } = use(workloads, resource, nodes);
    // What defaults will come to is not ours to reckon, only that there are some.
    if (silent && defaulted(ranges, bounds[resource])) return [];
    if (silent)
      return [
        fails(
          title,
          `wants ${resource} of every pod, and ${named(silent)} has none`,
          'give the namespace a LimitRange with a default, or the site another namespace',
        ),
      ];
    const left = amount(limit) - amount(quota.status?.used?.[resource] ?? '0');
    return sum <= left
      ? []
      : [
          fails(
            title,
            `leaves ${resource} ${readable(resource, left)}, and ${readable(resource, sum)} are needed`,
            'raise it',
          ),
        ];
  });
  return faults.length > 0 ? faults : [ok(`${title} leaves enough`)];
}

/** Where the containers of a workload leave what a LimitRange allows each of them. */
function outside(limit, workload) {
  const containers = workload.spec.template.spec.containers;
  return ['cpu', 'memory'].flatMap((resource) =>
    containers.flatMap(({ name, resources = {} }) => {
      const least = resources.requests?.[resource];
      const most = resources.limits?.[resource] ?? least;
      const [min, max] = [limit.min?.[resource], limit.max?.[resource]];
      const at = `${named(workload)}, container ${name}: ${resource}`;
      return [
        ...(min && least && amount(least) < amount(min) ? [`${at} ${least} is below ${min}`] : []),
        ...(max && most && amount(most) > amount(max) ? [`${at} ${most} is above ${max}`] : []),
      ];
    }),
  );
}

/** One LimitRange over workloads that are not there yet. */
export function judgeRange(range, workloads) {
  const faults = range.spec.limits
    .filter(({ type }) => type === 'Container')
    .flatMap((limit) => workloads.flatMap((workload) => outside(limit, workload)));
  return faults.length === 0
    ? [ok(`${named(range)} lets all containers in`)]
    : faults.map((fault) =>
        fails(named(range), fault, 'widen it, or give the component other resources'),
      );
}

/** What quotas and limits leave for the workloads that are still to come, in namespaces that are there. */
export async function checkQuotas(workloads, namespaces, nodes, cluster) {
  const lines = [];
  for (const namespace of namespaces) {
    const own = workloads.filter(({ metadata }) => metadata.namespace === namespace);
    if (own.length === 0) continue;
    const quotas = await cluster.list('resourcequotas', { namespace });
    const ranges = await cluster.list('limitranges', { namespace });
    if (quotas.why) lines.push(skip(`quotas of namespace ${namespace}`, quotas.why));
    if (ranges.why) lines.push(skip(`limits of namespace ${namespace}`, ranges.why));
    for (const quota of quotas.items ?? [])
      lines.push(...judgeQuota(quota, own, ranges.items ?? [], nodes));
    for (const range of ranges.items ?? []) lines.push(...judgeRange(range, own));
  }
  return lines;
}
