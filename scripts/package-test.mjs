// Packs the library, installs it with its peers in an empty folder, and runs an app of ten lines in
// TypeScript and one in JavaScript against it, as someone who installs the package would.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { name, devDependencies: pins, peerDependencies } = JSON.parse(readFileSync('package.json'));
const dir = mkdtempSync(join(tmpdir(), `${name}-`));
const run = (command, args, cwd = dir) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
try {
  const [tarball] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', dir], resolve('.')),
  );
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  const peers = [...Object.keys(peerDependencies), 'typescript', '@types/node'];
  run('npm', ['install', tarball.filename, ...peers.map((peer) => `${peer}@${pins[peer]}`)]);
  for (const file of ['app.ts', 'app.mjs']) cpSync(join('test/package', file), join(dir, file));
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  run('npx', ['tsc', ...strict, '--outDir', 'out', 'app.ts']);
  const written = ['out/app.js', 'app.mjs'].map((file) => {
    rmSync(join(dir, 'dist'), { recursive: true, force: true });
    run('node', [file]);
    return readFileSync(join(dir, 'dist/20-logs.k8s.yaml'), 'utf8');
  });
  if (written[0] !== written[1]) throw new Error('the two apps wrote different manifests');
  const { size, files } = tarball;
  const stray = files.filter(({ path }) => /(^|\/)(test|dist|examples)\//.test(path));
  if (stray.length > 0) throw new Error(`the package holds ${stray.map((f) => f.path).join(', ')}`);
  console.log(`${tarball.filename}: ${files.length} files, ${size} bytes; both apps synthesized`);
} finally {
  rmSync(dir, { recursive: true, force: true });
}
