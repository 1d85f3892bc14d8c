// What the API server is, and which of our kinds it serves.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { each } from './cluster.mjs';
import { ofKind, unique, workloadsOf } from './dist.mjs';
import { count, fails, ok, plural, skip, unless } from './lines.mjs';

/** What dist/ may use that not every Kubernetes knows, and would drop or refuse: since which one. */
const features = [
  {
    since: '1.25',
    what: 'Pod Security',
    used: (objects) =>
      ofKind(objects, 'Namespace').some(({ metadata: { labels = {} } }) =>
        Object.keys(labels).some((label) => label.startsWith('pod-security.kubernetes.io/')),
      ),
  },
  {
    since: '1.27',
    what: 'persistentVolumeClaimRetentionPolicy',
    used: (objects) =>
      workloadsOf(objects).some(({ spec }) => spec.persistentVolumeClaimRetentionPolicy),
  },
  {
    since: '1.27',
    what: 'unhealthyPodEvictionPolicy',
    used: (objects) =>
      ofKind(objects, 'PodDisruptionBudget').some(({ spec }) => spec.unhealthyPodEvictionPolicy),
  },
];

const numbers = (version) => /(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [0, 0];

/** Whether Kubernetes is new enough for what dist/ uses. */
export function checkVersion(objects, version) {
  const [major, minor] = numbers(version);
  const used = features.filter(({ used: isUsed }) => isUsed(objects));
  const tooNew = used.filter(({ since }) => {
    const [wantedMajor, wantedMinor] = numbers(since);
    return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
  });
  const last = used.at(-1)?.since;
  return unless(
    tooNew.map(({ what, since }) =>
      fails(`Kubernetes ${version}`, `${what} came with ${since}`, `upgrade to ${last} or newer`),
    ),
    1,
    `Kubernetes ${version}${last ? `: ${last} or newer is needed` : ''}`,
  );
}

const imports = join(import.meta.dirname, '../../imports');

/** Which release brings the custom resources of a group: the one that imports/ was written from. */
function productOf(group) {
  for (const file of readdirSync(imports)) {
    const text = readFileSync(join(imports, file), 'utf8');
    const [, product, version] = /^\/\/ (\S+)@(v[\d.]+)/.exec(text) ?? [];
    if (product && text.includes(`apiVersion: '${group}/`)) return `${product} ${version}`;
  }
  return `what brings ${group}`;
}

/**
 * Which objects are of a kind that is served, and lines on those that are not.
 *
 * @param {import('./cluster.mjs').Cluster} cluster
 */
export async function checkKinds(objects, cluster) {
  const versions = unique(objects.map(({ apiVersion }) => apiVersion));
  const answers = await each(versions, (one) =>
    cluster.document(one.includes('/') ? `/apis/${one}` : `/api/${one}`),
  );
  const kinds = new Map(
    versions.map((one, i) => [one, (answers[i]?.resources ?? []).map(({ kind }) => kind)]),
  );
  const isServed = ({ apiVersion, kind }) => kinds.get(apiVersion).includes(kind);
  const idOf = ({ apiVersion, kind }) => `${apiVersion} ${kind}`;
  const missing = unique(objects.filter((o) => !isServed(o)).map(idOf));
  const lines = await each(missing, async (id) => {
    const [apiVersion] = id.split(' ');
    const [group] = apiVersion.split('/');
    const others = (await cluster.document(`/apis/${group}`))?.versions.map(
      ({ version }) => version,
    );
    return fails(
      id,
      others ? `not served; of ${group} there is ${others.join(', ')}` : 'not served',
      `install the CRDs of ${productOf(group)}`,
    );
  });
  const all = unique(objects.map(idOf)).length;
  return {
    served: objects.filter(isServed),
    lines: unless(lines, all, `all ${count(all, 'kind')} of objects are served`),
  };
}

/** Network plugins by the DaemonSets they come in, and whether they judge NetworkPolicies. */
const plugins = {
  anetd: true,
  'antrea-agent': true,
  'calico-node': true,
  cilium: true,
  'kube-router': true,
  'ovnkube-node': true,
  'weave-net': true,
  kindnet: true,
  'kube-flannel-ds': false,
};

/** Who judges network policies: nothing in the API says so, only names hint at it. */
export async function checkPolicies(objects, cluster) {
  const policies = ofKind(objects, 'NetworkPolicy', 'CiliumNetworkPolicy').length;
  if (policies === 0) return [];
  const title = `${count(policies, 'network policy')}`;
  const { items, why } = await cluster.list('daemonsets');
  if (why) return [skip(title, `whether they are judged is not known: ${why}`)];
  const known = unique(items.map(({ metadata }) => metadata.name)).filter(
    (name) => name in plugins,
  );
  const hint =
    known.length === 0
      ? 'no DaemonSet has the name of a network plugin'
      : known
          .map((name) => `${name} is there, which ${plugins[name] ? 'can' : 'cannot'}`)
          .join(', ');
  return [skip(title, `whether they are judged cannot be asked; ${hint}`)];
}

/** What of dist/ is there, kind by kind; which of it is known to be there or not. */
export async function look(objects, cluster) {
  const kinds = unique(objects.map(({ kind }) => kind));
  // All at once, which is faster; one refusal leaves the rest without an answer.
  const whole = await cluster.find(objects);
  const answers = await each(kinds, (kind) =>
    whole.why ? cluster.find(ofKind(objects, kind)) : { items: ofKind(whole.items, kind) },
  );
  const refused = kinds.flatMap((kind, i) =>
    answers[i].why ? [skip(`which ${plural(kind)} are there`, answers[i].why)] : [],
  );
  const known = ofKind(objects, ...kinds.filter((_, i) => !answers[i].why));
  const live = answers.flatMap(({ items = [] }) => items);
  return {
    lines: [ok(`${live.length} of ${count(known.length, 'object')} are there`), ...refused],
    ...{ known, live },
  };
}
