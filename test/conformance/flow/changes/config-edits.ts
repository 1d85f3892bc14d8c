import { observability, type StackFacts } from '../../../../charts/index.js';
import { App, type Manifest } from '../../../../lib/core/index.js';
import { type Change, named } from '../../cluster/stack.js';
import { flowSite } from '../system/sites.js';
import { configRows } from './config-rows.js';

/** Edits every file that is read again. */
export const edits: Change = (get) => {
  for (const { configMap, edit } of configRows) {
    if (!edit) continue;
    const { data } = get('ConfigMap', configMap);
    for (const [file, text] of Object.entries<string>(data)) data[file] = edit(text);
  }
};

const synthesized = (facts: StackFacts): readonly Manifest[] => {
  const app = new App();
  observability(app, facts);
  return app.render().flatMap(({ objects }) => objects.map(({ manifest }) => manifest));
};

/** Makes objects those of other facts, all but what is named by them: routes. */
export const become =
  (facts: StackFacts): Change =>
  (get) => {
    const before = new Map(synthesized(flowSite).map((o) => [named(o), JSON.stringify(o)]));
    for (const object of synthesized(facts)) {
      const old = before.get(named(object));
      if (old === undefined || old === JSON.stringify(object)) continue;
      Object.assign(get(object.kind, object.metadata.name), structuredClone(object));
    }
  };
