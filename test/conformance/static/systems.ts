import { externalLoki } from '../../../examples/external-loki.js';
import { logsOnly } from '../../../examples/logs-only.js';
import { minimal } from '../../../examples/minimal.js';
import { ownApp } from '../../../examples/own-app.js';
import type { App, Manifest, RenderedFile } from '../../../lib/index.js';
import { systems as whole } from '../../house/house.js';

const rendered = (app: App): readonly RenderedFile[] => app.render();

/** Everything we show people: the stack of the example site, and each example. */
export const systems: readonly (readonly [name: string, files: readonly RenderedFile[]])[] = [
  ['the stack', whole.stack],
  ['severed-blog', whole['severed-blog']],
  ['minimal', rendered(minimal())],
  ['logs only', rendered(logsOnly())],
  ['external Loki', rendered(externalLoki())],
  ['own app', rendered(ownApp())],
];

/** The objects of files, a fresh copy. */
export const objectsOf = (files: readonly RenderedFile[]): Manifest[] =>
  structuredClone(files.flatMap((file) => file.objects.map((o) => o.manifest)));
