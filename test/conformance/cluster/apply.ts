import type { Kubectl } from './kubectl.js';
import type { Output } from './run.js';

/** What `kubectl` said that it should not have. */
const complaints = ({ code, stderr }: Output): string[] => [
  ...stderr.split('\n').filter((line) => line !== ''),
  ...(code === 0 ? [] : [`kubectl ended with ${code}`]),
];

const lines = ({ stdout }: Output): string[] => stdout.split('\n').filter((line) => line !== '');

/** How many objects an apply named: one that named none proves nothing. */
export interface Applied {
  readonly saw: number;
  readonly faults: readonly string[];
}

const applied = (output: Output, good: (line: string) => boolean): Applied => ({
  saw: lines(output).length,
  faults: [...complaints(output), ...lines(output).filter((line) => !good(line))],
});

/** One `kubectl apply -f dist`, as a user would: each object is created, and nothing is warned of. */
export const applyFirst = async (kubectl: Kubectl, path: string): Promise<Applied> =>
  applied(await kubectl.run(['apply', '-f', path]), (line) => line.endsWith(' created'));

/**
 * What `kubectl apply` calls configured without any change. It sends its patch once more for these, and the API
 * server leaves the object as it is: their patch of a selector replaces it whole, so kubectl sees one each time.
 */
const alwaysConfigured = ['poddisruptionbudget.policy'];

/** The same once more: nothing changes. */
export const applyAgain = async (kubectl: Kubectl, path: string): Promise<Applied> =>
  applied(
    await kubectl.run(['apply', '-f', path]),
    (line) =>
      line.endsWith(' unchanged') ||
      (line.endsWith(' configured') && alwaysConfigured.some((kind) => line.startsWith(kind))),
  );

/** An apply over what is there, whatever changes: nothing is refused or warned of. */
export const applyOver = async (
  kubectl: Kubectl,
  path: string,
  options: { readonly dryRun: boolean } = { dryRun: false },
): Promise<Applied> => {
  const dry = options.dryRun ? ['--dry-run=server'] : [];
  return applied(await kubectl.run(['apply', ...dry, '-f', path]), () => true);
};

/** A server-side apply: every field is known, and a warning is an error. */
export const applyStrictly = async (
  kubectl: Kubectl,
  path: string,
  options: { readonly dryRun: boolean } = { dryRun: false },
): Promise<Applied> => {
  const how = ['--server-side', '--force-conflicts', '--validate=strict', '--warnings-as-errors'];
  const dry = options.dryRun ? ['--dry-run=server'] : [];
  return applied(await kubectl.run(['apply', ...how, ...dry, '-f', path]), (line) =>
    /serverside-applied( \(server dry run\))?$/.test(line),
  );
};

/** What would change: nothing. `kubectl diff` ends with 1 where it would. */
export const diff = async (kubectl: Kubectl, path: string): Promise<readonly string[]> => {
  const output = await kubectl.run(['diff', '-f', path]);
  return [...lines(output), ...complaints(output)];
};
