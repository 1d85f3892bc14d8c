// Builds the real programs that `npm run conformance` runs, those that are missing, into .tools/bin:
//   npm run tools [-- [--minutes=N] [name...]]
// Versions and checksums stand in tools/<folder>/go.mod and go.sum. Nothing is downloaded but Go modules, by the
// environment's module proxy; a build that was interrupted goes on where Go's cache left it. With --minutes no
// build is begun that would usually take longer than what is left of them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { binDir, find, programs, released, root } from './tools/programs.mjs';

const GB = 1e9;
const say = (text) => process.stdout.write(`${text}\n`);
const gigabytes = (bytes) => `${(bytes / GB).toFixed(1)} GB`;
const go = (...args) => spawnSync('go', args, { encoding: 'utf8' });

function stop(message) {
  process.stderr.write(`tools: ${message}\n`);
  process.exit(1);
}

const words = process.argv.slice(2);
const limit = words.find((w) => w.startsWith('--'));
const names = words.filter((w) => w !== limit);
const minutes = Number(limit === undefined ? Infinity : /^--minutes=(\d+)$/.exec(limit)?.[1]);
if (Number.isNaN(minutes)) stop(`"${limit}" is not known; give --minutes=N or nothing`);
const known = programs.map((p) => p.name);
for (const name of names)
  if (!known.includes(name)) stop(`"${name}" is not known; give one of ${known.join(', ')}`);

const wanted = programs.filter((p) => names.length === 0 || names.includes(p.name));
const missing = wanted.filter((program) => {
  const { name, version, path, wrong } = find(program);
  if (path) say(`${name} ${version}: ${path}`);
  else for (const other of wrong) say(`${name} ${version}: ${other}, which is another version`);
  return path === undefined;
});
if (missing.length === 0) process.exit(0);

const env = go('env', 'GOVERSION', 'GOCACHE', 'GOMODCACHE');
if (env.error) stop(`"go" cannot be run (${env.error.code}); install Go 1.26.7 or newer`);
const [goVersion, ...caches] = env.stdout.trim().split('\n');
say(`${goVersion} builds ${missing.map((p) => p.name).join(', ')} into ${binDir}`);

/** A folder that is there: caches are made by the first build. */
function existing(path) {
  return statSync(path, { throwIfNoEntry: false }) ? path : existing(dirname(path));
}

/** Bytes free where caches and programs go; what the caches hold already counts for what is still to build. */
function room(bytes) {
  const places = [...caches, binDir].map((path) => statfsSync(existing(path)));
  const free = Math.min(...places.map((fs) => fs.bavail * fs.bsize));
  if (free >= bytes) return free;
  const du = spawnSync('du', ['-sk', ...caches.map(existing)], { encoding: 'utf8' });
  const held = du.stdout
    .trim()
    .split('\n')
    .map((line) => Number.parseInt(line, 10) * 1024);
  return free + held.reduce((sum, size) => sum + size, 0);
}

/** Memory that a build could have, minding the limit of a container. */
const memory = () => process.availableMemory?.() ?? freemem();

/** Why a build is not begun, or nothing. */
function refusal(program, left) {
  if (program.minutes > left)
    return `takes ${program.minutes} minutes, and ${left.toFixed(0)} are left; run it without --minutes`;
  const disk = program.disk * GB;
  const free = room(disk);
  if (free < disk)
    return `needs ${gigabytes(disk)} of disk for Go's caches, and ${gigabytes(free)} are free or cached; free some, or point GOCACHE and GOMODCACHE elsewhere`;
  if (memory() < program.memory * GB)
    return `needs ${gigabytes(program.memory * GB)} of memory at its link, and ${gigabytes(memory())} are free; end something, or build it elsewhere and put it on the PATH`;
  return undefined;
}

function build({ name, folder, module, path, own, tags, stamps }) {
  const version = released(folder);
  const flags = [
    '-s',
    '-w',
    ...stamps.map(([variable, text]) => `-X ${variable}=${text(version)}`),
  ];
  const part = join(binDir, `${name}.part`);
  const result = spawnSync(
    'go',
    [
      ...['build', '-C', join(root, 'tools', folder)],
      // Read-only: every module is the one that go.sum knows, or the build fails.
      ...['-mod=readonly', '-trimpath', '-buildvcs=false', `-tags=${tags}`],
      ...[`-ldflags=${flags.join(' ')}`, '-o', part, own ? '.' : `${module}${path}`],
    ],
    // The modules stand alone, whatever workspace or flags the environment has.
    {
      stdio: 'inherit',
      env: { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' },
    },
  );
  if (result.signal)
    stop(`${name} was stopped by ${result.signal}; run npm run tools again to go on`);
  if (result.status === 0) renameSync(part, join(binDir, name));
  else rmSync(part, { force: true });
  return result.status === 0;
}

mkdirSync(binDir, { recursive: true });
const begun = Date.now();
const since = (start) => (Date.now() - start) / 60_000;
const notBegun = [];
const failed = [];
for (const program of missing) {
  const title = `${program.name} ${released(program.folder)}`;
  const refused = refusal(program, minutes - since(begun));
  if (refused) {
    say(`${title}: not built: it ${refused}`);
    notBegun.push(program.name);
    continue;
  }
  say(`${title}: building …`);
  const start = Date.now();
  const built = build(program);
  const { path, wrong } = find(program);
  if (built && path) say(`${title}: built in ${(since(start) * 60).toFixed(0)} s`);
  else failed.push(program.name);
  if (!built) say(`${title}: go build failed, see above`);
  else if (!path) say(`${title}: built, but ${wrong.join(', ')}`);
}
say(
  `tools: ${missing.length - failed.length - notBegun.length} built in ${since(begun).toFixed(1)} minutes` +
    `${notBegun.length > 0 ? `, not begun: ${notBegun.join(', ')}` : ''}` +
    `${failed.length > 0 ? `, failed: ${failed.join(', ')}` : ''}`,
);
process.exit(failed.length + notBegun.length > 0 ? 1 : 0);
