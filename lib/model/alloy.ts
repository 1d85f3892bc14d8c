import {
  type AlloyFunction,
  alloyComponents,
  type ComponentFacts,
  type ComponentName,
  type Export,
} from './alloy-components.js';

/** Anything that can stand to the right of an equal sign. Durations and sizes are strings. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value | undefined }
  | Reference
  | Call
  | Raw;

/** The `name = value` lines of a block, in the order given. What is `undefined` is left out. */
export interface Attributes {
  readonly [name: string]: Value | undefined;
}

/** A block without a label: a part of a component (`endpoint`), or a setting (`logging`). */
export interface Block {
  readonly kind: 'block';
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly Block[];
  readonly comment: string | undefined;
}

/** A component of Alloy's graph, such as `loki.write "loki" { … }`. */
export interface ComponentBlock<Name extends ComponentName = ComponentName> {
  readonly kind: 'component';
  readonly name: Name;
  readonly label: string;
  /** Name and label as references spell them: `loki.write.loki`. Unique in a config. */
  readonly id: string;
  readonly attributes: Attributes;
  readonly children: readonly Block[];
  readonly comment: string | undefined;
  /**
   * What this component offers, as a value for another component's attribute. The printer refuses
   * it when this component is missing from the config.
   * @throws when the component has no such export
   */
  export(name: Export<Name>): Reference;
}

/** Alloy text that someone else wrote and that we do not look into. */
export interface AlloyText {
  readonly kind: 'text';
  readonly text: string;
}

/** What a config file is made of. */
export type Statement = ComponentBlock | Block | AlloyText;

/** A component's export as a value; made by {@link ComponentBlock.export}. */
export class Reference {
  constructor(
    readonly component: ComponentBlock,
    readonly exported: string,
    readonly key?: string,
  ) {}

  /** One entry of an exported map: `remote.kubernetes.secret.x.data["password"]`. */
  at(key: string): Reference {
    return new Reference(this.component, this.exported, key);
  }
}

/** A function call; made by {@link call}. */
export class Call {
  constructor(
    readonly name: AlloyFunction,
    readonly args: readonly Value[],
  ) {}
}

/** An expression given as text; made by {@link expr}. */
export class Raw {
  constructor(readonly text: string) {}
}

/**
 * Makes a component. One that others need is kept in a variable: its exports are the only way to
 * point at it.
 * @param comment lines written above it. @default none
 * @example
 * const loki = component('loki.write', 'loki', {}, [
 *   block('endpoint', { url: 'http://loki:3100/loki/api/v1/push', max_backoff_retries: 0 }),
 * ]);
 * const pods = component('loki.process', 'pods', { forward_to: [loki.export('receiver')] });
 * alloyConfig([pods, loki]);
 */
export function component<Name extends ComponentName>(
  name: Name,
  label: string,
  attributes: Attributes = {},
  children: readonly Block[] = [],
  comment?: string,
): ComponentBlock<Name> {
  const id = `${name}.${label}`;
  const made: ComponentBlock<Name> = {
    kind: 'component',
    name,
    label,
    id,
    attributes,
    children,
    comment,
    export(exported) {
      const { exports }: ComponentFacts = alloyComponents[name];
      if (!exports.includes(exported)) {
        throw new Error(
          `alloy ${id}: export "${exported}" is not one of this component's; it has ${exports.join(', ') || 'none'}`,
        );
      }
      return new Reference(made, exported);
    },
  };
  return made;
}

/**
 * Makes a block without a label, inside a component or, like `logging`, on its own.
 * @param comment lines written above it. @default none
 * @example
 * block('stage.static_labels', { values: { job: 'pods' } });
 */
export function block(
  name: string,
  attributes: Attributes = {},
  children: readonly Block[] = [],
  comment?: string,
): Block {
  return { kind: 'block', name, attributes, children, comment };
}

/**
 * Calls a function of Alloy's standard library when Alloy evaluates the config.
 * @example
 * call('sys.env', 'NODE_NAME');
 */
export function call(name: AlloyFunction, ...args: readonly Value[]): Call {
  return new Call(name, args);
}

/**
 * An expression that has no typed form, such as `constants.hostname + "-a"`, spelled on one line
 * with the spaces `alloy fmt` gives it. No braces: the formatter spaces `{a = 1}` by its
 * neighbours. A component cannot be named in it: nobody would notice when that component goes.
 * @throws when the text has a line break, a tab or a brace, or names a component
 */
export function expr(text: string): Raw {
  if (/[\n\r\t{}]/.test(text)) {
    throw new Error(
      `alloy expr: ${JSON.stringify(text)} has a line break, a tab or a brace; write it on one line, objects as values of their own`,
    );
  }
  const named = Object.keys(alloyComponents).find((name) => text.includes(`${name}.`));
  if (named !== undefined) {
    throw new Error(
      `alloy expr: ${JSON.stringify(text)} names a ${named} component; pass what that block's export() returns instead`,
    );
  }
  return new Raw(text);
}

/**
 * The escape hatch: top-level Alloy text, printed after all blocks as it is. It may reference our
 * components by name; whether it parses, only Alloy can say.
 * @throws when there is nothing in it
 */
export function alloyText(text: string): AlloyText {
  if (text.trim() === '') {
    throw new Error(`alloy text: ${JSON.stringify(text)} holds no configuration; leave it out`);
  }
  return { kind: 'text', text };
}
