import { type Block, Call, type ComponentBlock, Reference, type Value } from './alloy.js';
import { alloyComponents, type ComponentFacts } from './alloy-components.js';

/** Letters, digits and underscores, no digit first. Alloy allows more letters; we need none. */
const identifier = /^(?!(?:true|false|null)$)[A-Za-z_][A-Za-z0-9_]*$/;

const identifierRule =
  'is not an identifier; use letters, digits and underscores, with no digit first';

/** Whether Alloy reads the text as a name when it stands without quotes. */
export function isIdentifier(text: string): boolean {
  return identifier.test(text);
}

/** What a top-level block is called in messages and, for components, in references. */
export function blockId(top: Block | ComponentBlock): string {
  return top.kind === 'component' ? top.id : top.name;
}

/**
 * Refuses what Alloy would only refuse at start, in a pod: bad names, something defined twice,
 * references to what is not there, in a circle or to what takes something else, and experimental settings.
 * @throws naming the component
 */
export function checkBlocks(blocks: readonly (Block | ComponentBlock)[]): void {
  const seen = new Map<string, readonly Reference[]>();
  for (const top of blocks) {
    const id = blockId(top);
    if (seen.has(id)) {
      throw new Error(
        `alloy config: block "${id}" is given twice; give it once, or each a label of its own`,
      );
    }
    checkNames(top, `alloy ${id}`);
    if (top.kind === 'component') {
      checkComponent(top);
    }
    seen.set(id, [...referencesOf(top)]);
  }
  checkReferences(seen);
}

function checkNames(given: Block | ComponentBlock, where: string): void {
  if (!given.name.split('.').every(isIdentifier)) {
    throw new Error(`${where}: block name "${given.name}" ${identifierRule}`);
  }
  for (const name of Object.keys(given.attributes)) {
    if (!isIdentifier(name)) {
      throw new Error(`${where}: attribute "${name}" ${identifierRule}`);
    }
  }
  for (const child of given.children) {
    checkNames(child, `${where} ${child.name}`);
  }
}

function checkComponent(given: ComponentBlock): void {
  if (!isIdentifier(given.label)) {
    throw new Error(`alloy ${given.name}: label "${given.label}" ${identifierRule}`);
  }
  checkFlow(given);
  const { experimental = {} }: ComponentFacts = alloyComponents[given.name];
  for (const name of namesIn(given)) {
    const remedy = experimental[name];
    if (remedy !== undefined) {
      throw new Error(`alloy ${given.id}: "${name}" is experimental in Alloy; ${remedy}`);
    }
  }
}

/** What flows through a component: `loki` for lines, `prometheus` for samples, by its name. */
function familyOf(name: string): string {
  const parts = name.split('.');
  // `otelcol.receiver.loki` takes lines, `otelcol.exporter.loki` sends them on.
  return (parts[0] === 'otelcol' ? parts.at(-1) : parts[0]) ?? '';
}

/** Refuses to send lines to what takes samples, and the other way round. */
function checkFlow({ id, name, attributes }: ComponentBlock): void {
  const family = familyOf(name);
  for (const { component, exported } of referencesIn(attributes.forward_to)) {
    if (exported !== 'receiver' || familyOf(component.name) !== family) {
      throw new Error(
        `alloy ${id}: forward_to "${component.id}.${exported}" does not take what it sends; point at the receiver of a ${family} component`,
      );
    }
  }
  for (const { component, exported } of referencesIn(attributes.targets)) {
    if (exported !== 'targets' && exported !== 'output') {
      throw new Error(
        `alloy ${id}: targets "${component.id}.${exported}" are none; point at the targets or the output of a component`,
      );
    }
  }
}

/** Names of the attributes and blocks inside a block, at any depth. */
function* namesIn(given: Block | ComponentBlock): Generator<string> {
  yield* Object.keys(given.attributes).filter((name) => given.attributes[name] !== undefined);
  for (const child of given.children) {
    yield child.name;
    yield* namesIn(child);
  }
}

function* referencesOf(given: Block | ComponentBlock): Generator<Reference> {
  for (const value of Object.values(given.attributes)) {
    yield* referencesIn(value);
  }
  for (const child of given.children) {
    yield* referencesOf(child);
  }
}

function* referencesIn(value: Value | undefined): Generator<Reference> {
  if (value instanceof Reference) {
    yield value;
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value instanceof Call ? value.args : value)) {
      yield* referencesIn(part);
    }
  }
}

function checkReferences(config: ReadonlyMap<string, readonly Reference[]>): void {
  for (const [id, references] of config) {
    for (const { component, exported } of references) {
      if (!config.has(component.id)) {
        throw new Error(
          `alloy ${id}: reference "${component.id}.${exported}" points at a component that is not in the config; add that component`,
        );
      }
    }
  }
  const finished = new Set<string>();
  for (const id of config.keys()) {
    checkNoCycle(id, [], config, finished);
  }
}

/** Follows references in depth; an id met again on its own path closes a circle. */
function checkNoCycle(
  id: string,
  path: readonly string[],
  config: ReadonlyMap<string, readonly Reference[]>,
  finished: Set<string>,
): void {
  if (path.includes(id)) {
    const circle = [...path.slice(path.indexOf(id)), id].join(' -> ');
    throw new Error(
      `alloy config: references "${circle}" form a circle, which Alloy does not load; take one of them away`,
    );
  }
  if (finished.has(id)) {
    return;
  }
  for (const { component } of config.get(id) ?? []) {
    checkNoCycle(component.id, [...path, id], config, finished);
  }
  finished.add(id);
}
