// What the API server would say to dist/, and where it holds something else.
import { asList, each } from './cluster.mjs';
import { named, sameAs } from './dist.mjs';
import { complaints, isDenied, reasonOf } from './kubectl.mjs';
import { count, fails, skip, unless } from './lines.mjs';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Objects by the flags of the way in which they were applied last. The other way knows nothing of fields that were
 * taken out, and has warnings of its own.
 */
function byWay(objects, live) {
  const isClientSide = (object) =>
    live.find(sameAs(object))?.metadata.annotations?.[lastApplied] !== undefined;
  return [
    { flags: [], objects: objects.filter(isClientSide) },
    {
      flags: ['--server-side', '--force-conflicts'],
      objects: objects.filter((object) => !isClientSide(object)),
    },
  ].filter((way) => way.objects.length > 0);
}

const dryRun = (cluster, flags, objects) =>
  cluster.ask(
    ['apply', '--dry-run=server', '--validate=strict', ...flags, '--filename=-'],
    asList(objects),
  );

/**
 * What the API server has against objects. Warnings do not say of whom they speak, so that after one each object is
 * asked of alone.
 */
async function objections({ flags, objects }, cluster) {
  const { stderr, code } = await dryRun(cluster, flags, objects);
  if (code === 0 && stderr.trim() === '') return [];
  const answers = await each(objects, async (object) => {
    const answer = await dryRun(cluster, flags, [object]);
    return complaints(answer.stderr).map((complaint) => ({ object, complaint }));
  });
  return answers.flat();
}

/** The API server would take objects as they are, without a warning. */
export async function checkDryRun(objects, live, cluster) {
  const found = [];
  for (const way of byWay(objects, live)) found.push(...(await objections(way, cluster)));
  const denied = found.filter(({ complaint }) => isDenied(complaint));
  const faults = found.filter(({ complaint }) => !isDenied(complaint));
  const title = (n) => `dry run of ${count(n, 'object')}`;
  const rest = objects.length - denied.length;
  return [
    ...denied.slice(0, 1).map(({ complaint }) => skip(title(denied.length), reasonOf(complaint))),
    ...unless(
      faults.map(({ object, complaint }) =>
        fails(
          `dry run of ${named(object)}`,
          complaint.replace(/^Error from server( \(\w+\))?: |^Warning: |^error: /, ''),
          'change what it is made from, or ask who set that rule',
        ),
      ),
      rest,
      title(rest),
    ),
  ];
}

/** The name that `kubectl diff` gives the file of an object. */
const fileOf = ({ apiVersion, kind, metadata: { namespace = '', name } }) =>
  [...apiVersion.split('/'), kind, namespace, name].join('.');

/** What changed, object by object: the lines of each part of a unified diff. */
export function readDiff(text, objects) {
  const names = new Map(objects.map((o) => [fileOf(o), named(o)]));
  return text
    .split(/^diff /m)
    .slice(1)
    .map((part) => {
      const [, file = ''] = /\/([^/\s]+)\s*$/m.exec(part) ?? [];
      const lines = part
        .split('\n')
        .slice(1)
        // A generation counts changes, and is none.
        .filter((line) => /^[-+](?![-+]{2} )/.test(line) && !/^[-+]\s+generation: \d+$/.test(line));
      return { name: names.get(file) ?? file, lines };
    })
    .filter(({ lines }) => lines.length > 0);
}

/** The first two lines say mostly what happened: one value, and another. */
const differs = ({ name, lines }) =>
  fails(
    name,
    `differs from dist/ in ${count(lines.length, 'line')}: ${lines
      .slice(0, 2)
      .map((line) => `${line[0]} ${line.slice(1).trim().slice(0, 80)}`)
      .join(', ')}`,
    'apply dist/, or take the change into the code',
  );

/** Objects that are there are as dist/ has them. */
export async function checkDiff(objects, live, cluster) {
  const lines = [];
  for (const way of byWay(objects, live)) {
    const { code, stdout, stderr } = await cluster.ask(
      ['diff', ...way.flags, '--filename=-'],
      asList(way.objects),
    );
    lines.push(...readDiff(stdout, way.objects).map(differs));
    if (code > 1)
      lines.push(skip(`difference of ${count(way.objects.length, 'object')}`, reasonOf(stderr)));
  }
  return unless(lines, objects.length, `${count(objects.length, 'object')} as in dist/`);
}
