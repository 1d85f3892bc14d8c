// Asks the cluster of the current kube context whether dist/ can be installed there, or is as it should be:
//   npm run verify [-- [--dist=<folder>] [--context=<name>]]
// Nothing is changed: scripts/verify/kubectl.mjs lets only questions through. Ends with 1 when a check fails, with
// 2 when the cluster cannot be asked at all.
import { readDist } from './verify/dist.mjs';
import { kubectl, Unreachable } from './verify/kubectl.mjs';
import { verify } from './verify/verify.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

function stop(message) {
  process.stderr.write(`verify: ${message}\n`);
  process.exit(2);
}

const options = { dist: 'dist', context: undefined };
for (const word of process.argv.slice(2)) {
  const [, name, value] = /^--(dist|context)=(.+)$/.exec(word) ?? [];
  if (name === undefined)
    stop(`"${word}" is not known; give --dist=<folder>, --context=<name> or nothing`);
  options[name] = value;
}

const counts = { ok: 0, fails: 0, skip: 0 };
try {
  const objects = readDist(options.dist);
  for await (const { state, text } of verify(objects, kubectl(options.context))) {
    counts[state] += 1;
    say(`${state.padEnd(5)} ${text}`);
  }
} catch (error) {
  if (error instanceof Unreachable) stop(error.message);
  throw error;
}
say(`${counts.ok} ok, ${counts.fails} failed, ${counts.skip} skipped`);
process.exit(counts.fails > 0 ? 1 : 0);
