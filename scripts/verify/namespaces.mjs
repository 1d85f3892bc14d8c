// Namespaces that objects stand in, and what Pod Security lets into them.
import { namespacesOf, ofKind, workloadsOf } from './dist.mjs';
import { fails, ok, skip } from './lines.mjs';

const label = 'pod-security.kubernetes.io/enforce';
/** From what lets all in to what lets least in. */
const levels = ['privileged', 'baseline', 'restricted'];
const levelOf = (namespace) => namespace.metadata.labels?.[label] ?? 'privileged';

/** Each namespace is there or in dist/, and does not enforce more than dist/ means it to. */
export function checkNamespaces(objects, namespaces) {
  const { items, why } = namespaces;
  const written = ofKind(objects, 'Namespace');
  const matters = [
    ...written.map(({ metadata }) => metadata.name),
    ...namespacesOf(workloadsOf(objects)),
  ];
  return namespacesOf(objects).flatMap((name) => {
    const title = `Namespace ${name}`;
    if (why) return skip(title, why);
    const live = items.find(({ metadata }) => metadata.name === name);
    const own = written.find(({ metadata }) => metadata.name === name);
    if (!live && !own)
      return fails(title, 'not there, nor in dist/', `kubectl create namespace ${name}`);
    if (!matters.includes(name)) return [];
    if (!live) return ok(`${title}: not there yet, dist/ makes it ${levelOf(own)}`);
    if (!own) return ok(`${title}: Pod Security is ${levelOf(live)}`);
    const [is, wanted] = [levelOf(live), levelOf(own)];
    if (levels.indexOf(is) > levels.indexOf(wanted))
      return fails(
        title,
        `Pod Security is ${is}, and its pods need ${wanted}`,
        `apply dist/'s Namespace if that is yours to say, or give the site another namespace`,
      );
    return ok(
      `${title}: Pod Security is ${is}${is === wanted ? '' : `, dist/ makes it ${wanted}`}`,
    );
  });
}
