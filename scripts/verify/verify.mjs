// All checks, in the order in which a person would look.
import { checkAccess } from './access.mjs';
import { checkKinds, checkPolicies, checkVersion, look } from './api.mjs';
import { checkDiff, checkDryRun } from './applied.mjs';
import { checkClasses } from './classes.mjs';
import { Cluster } from './cluster.mjs';
import { named, namespacesOf, ofKind, sameAs, workloadsOf } from './dist.mjs';
import { fails, skip } from './lines.mjs';
import { checkNamespaces } from './namespaces.mjs';
import { checkNodes, usable } from './nodes.mjs';
import { checkQuotas } from './quotas.mjs';
import { checkReferences } from './references.mjs';
import { checkEdges, checkServices } from './traffic.mjs';
import { checkClaims, checkWorkloads } from './workloads.mjs';

/** The dry run: only of what stands in namespaces that are there, as it makes none for what follows. */
async function* dryRun(objects, live, namespaces, cluster) {
  const isThere = (name) =>
    !namespaces.items || namespaces.items.some((o) => o.metadata.name === name);
  const absent = objects.filter(
    ({ metadata }) => metadata.namespace && !isThere(metadata.namespace),
  );
  const names = [...new Set(absent.map(({ metadata }) => metadata.namespace))];
  for (const name of names)
    yield skip(
      `dry run in namespace ${name}`,
      'it is not there; make it, as its Secrets need it too, and ask again',
    );
  yield* await checkDryRun(
    objects.filter((o) => !absent.includes(o)),
    live,
    cluster,
  );
}

/**
 * Asks a cluster whether it can take these objects, and of those that are there whether they are and do what
 * they should.
 *
 * @param {readonly any[]} objects what was synthesized
 * @param {import('./kubectl.mjs').Ask} ask
 * @returns {AsyncGenerator<import('./lines.mjs').Line>}
 * @throws Unreachable when the cluster does not answer
 */
export async function* verify(objects, ask) {
  const cluster = new Cluster(ask);
  yield* checkVersion(objects, await cluster.version());
  const kinds = await checkKinds(objects, cluster);
  yield* kinds.lines;
  const { live, known, lines } = await look(kinds.served, cluster);
  yield* lines;

  const namespaces = await cluster.list('namespaces');
  const nodes = await cluster.list('nodes');
  yield* checkNamespaces(objects, namespaces);
  yield* await checkClasses(kinds.served, cluster);
  yield* await checkReferences(objects, cluster);
  const missing = known.filter((o) => !live.some(sameAs(o)));
  const toCome = workloadsOf(missing);
  const there = namespaces.items?.map(({ metadata }) => metadata.name) ?? namespacesOf(objects);
  yield* await checkQuotas(toCome, there, usable(nodes.items ?? []).length, cluster);
  yield* await checkNodes(toCome, nodes, cluster);
  yield* await checkPolicies(objects, cluster);
  yield* dryRun(kinds.served, live, namespaces, cluster);

  // Namespaces are made before an install too, for the Secrets in them.
  if (live.length === ofKind(live, 'Namespace').length) return;
  for (const object of missing) yield fails(named(object), 'not there', 'apply dist/');
  const applied = known.filter((o) => live.some(sameAs(o)));
  yield* await checkDiff(applied, live, cluster);
  yield* await checkAccess(kinds.served, cluster);
  yield* await checkWorkloads(live, cluster);
  yield* await checkClaims(live, cluster);
  yield* await checkServices(live, cluster);
  yield* checkEdges(live);
}
