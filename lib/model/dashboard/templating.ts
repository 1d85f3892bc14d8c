import type { PanelsSpec } from './dashboard.js';
import { refuse } from './refusal.js';
import type { PanelJson } from './schema.js';

/**
 * Refuses what reads a variable that the dashboard does not define: Grafana sends such a name as it
 * stands, the query matches nothing, and the panel says "No data" as if all were well.
 */
export function refuseUnknownVariables(where: string, spec: PanelsSpec): void {
  const names = spec.variables.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    refuse(where, `variable "${twice}" is defined twice`, 'give each a name of its own');
  for (const { reader, text } of readers(spec)) {
    const unknown = variablesIn(text).find((name) => !names.includes(name));
    if (unknown !== undefined)
      refuse(
        where,
        `${reader} reads "$${unknown}", which is not a variable`,
        names.length === 0
          ? 'define it'
          : `define it, or read one of: ${names.map((name) => `$${name}`).join(', ')}`,
      );
  }
}

interface Reader {
  readonly reader: string;
  readonly text: string;
}

const readers = ({ variables, panels }: PanelsSpec): Reader[] => [
  ...variables.map(({ name, json }) => ({
    reader: `variable "${name}"`,
    text: json.definition ?? '',
  })),
  ...panels.flatMap((part) => {
    const texts = part.kind === 'row' ? [part.title] : [part.json.title, ...askedBy(part.json)];
    const title = part.kind === 'row' ? part.title : part.json.title;
    return texts.map((text) => ({ reader: `${part.kind} "${title}"`, text }));
  }),
];

const askedBy = ({ targets, fieldConfig: { defaults, overrides } }: PanelJson): string[] => [
  ...targets.flatMap((t) => [t.expr, t.legendFormat ?? '']),
  ...(defaults.links ?? []).map(({ url }) => url),
  ...overrides.flatMap(({ properties }) =>
    // What a property holds depends on its id; that of links is text in every place.
    properties.flatMap(({ id, value }) => (id === 'links' ? [JSON.stringify(value)] : [])),
  ),
];

/**
 * The variables that a text reads, in each of Grafana's three notations: `$a`, `${a:regex}`, `[[a]]`.
 * Its own ones begin with two underscores; `$1` is a group of `label_replace`.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/variables/variable-syntax/
 */
const variablesIn = (text: string): string[] =>
  [...text.matchAll(/\$(\w+)|\$\{(\w+)[^}]*\}|\[\[(\w+)(?::\w+)?\]\]/g)]
    .map(([, plain, braced, old]) => plain ?? braced ?? old ?? '')
    .filter((name) => !/^(__|\d)/.test(name));
