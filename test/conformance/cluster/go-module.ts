import { tmpdir } from 'node:os';
import { run } from './run.js';

/**
 * Folder of a Go module's source, fetched and verified by Go's own client where it is not there yet.
 *
 * @throws when Go cannot get it, with what it said
 */
export async function goModule(module: string): Promise<string> {
  // Outside of any module, so that no go.mod has a say in it.
  const args = ['-C', tmpdir(), 'mod', 'download', '-json', module];
  const { code, stdout, stderr } = await run('go', args, { env: { GOWORK: 'off' } });
  if (code !== 0) throw new Error(`go mod download ${module}: ${stderr.trim() || stdout.trim()}`);
  // Go's own JSON; Dir is in it whenever it succeeds.
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}
