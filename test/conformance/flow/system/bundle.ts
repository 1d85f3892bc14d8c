import { basename, join } from 'node:path';
import { build } from 'esbuild';

/** Where the bundle of an entry is, `node/main.ts` or another: `<folder>/main.mjs`. */
export const bundleOf = (entry: string, folder: string): string =>
  join(folder, `${basename(entry, '.ts')}.mjs`);

/** Writes one of our own programs as a file that Node runs anywhere: in a pod there is no TypeScript. */
export async function bundle(entry: string, folder: string): Promise<string> {
  const outfile = bundleOf(entry, folder);
  await build({
    entryPoints: [join(import.meta.dirname, '..', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
    // Packages that are CommonJS ask for others by `require`, which a module does not have.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}
