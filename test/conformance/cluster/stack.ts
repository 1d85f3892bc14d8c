import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { observability, type StackFacts } from '../../../charts/index.js';
import { App, type Manifest } from '../../../lib/core/index.js';
import { toYamlStream } from '../../../lib/model/yaml.js';

/** Manifests as they are applied: in files of a folder. */
export interface Written {
  readonly folder: string;
  readonly objects: readonly Manifest[];
}

/** Changes the objects of a stack before they are written: what a mutation does. */
export type Change = (
  // biome-ignore lint/suspicious/noExplicitAny: mutations reach into objects of every kind
  get: (kind: string, name: string) => any,
  add: (file: string, object: Manifest) => void,
) => void;

/** Makes an app anew: what is wired or changed in one is not in the next. */
export type MakeApp = () => App;

/** The app of a site's stack. */
export const stackOf =
  (facts: StackFacts): MakeApp =>
  () => {
    const app = new App();
    observability(app, facts);
    return app;
  };

/** Synthesizes the stack of a site into a new folder; never into the real dist/. */
export const writeStack = (folder: string, facts: StackFacts, change?: Change): Written =>
  writeApp(folder, stackOf(facts), change);

/** The same of a whole system. */
export function writeApp(folder: string, make: MakeApp, change?: Change): Written {
  mkdirSync(folder);
  const files = make()
    .render()
    .map(({ file, objects }) => {
      const manifests = objects.map((o) => structuredClone(o.manifest));
      return { file, manifests };
    });
  const get = (kind: string, name: string) => {
    const objects = files.flatMap((file) => file.manifests);
    const found = objects.find((o) => o.kind === kind && o.metadata.name === name);
    if (!found) throw new Error(`${kind} ${name} is not in the stack`);
    return found;
  };
  const add = (file: string, object: Manifest) =>
    files.find((one) => one.file === file)?.manifests.push(object);
  change?.(get, add);
  for (const { file, manifests } of files)
    writeFileSync(join(folder, file), toYamlStream(manifests));
  return { folder, objects: files.flatMap((file) => file.manifests) };
}

/** `Kind namespace/name`, for messages and for comparing. */
export const named = (o: {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}): string =>
  `${o.kind} ${o.metadata.namespace ? `${o.metadata.namespace}/` : ''}${o.metadata.name}`;
