import { Duration } from 'cdk8s';
import {
  type Check,
  type Checks,
  faultIn,
  isDuration,
  isObject,
  oneOf,
  required,
} from './check.js';
import { isLabelKey, isLabelValue } from './names.js';

/** An object whose every field passes. */
export const fields =
  <P extends object>(checks: Checks<P>): Check =>
  (value) =>
    isObject(value) ?? faultIn(Object(value), checks);

/** One kind of a union, without the tag that tells it apart. */
type Kind<U, Tag extends string, V> =
  U extends Readonly<Record<Tag, infer T>> ? (V extends T ? Omit<U, Tag> : never) : never;

/** A table of checks for each kind of a union, by its tag. */
export type KindChecks<U extends Readonly<Record<Tag, string>>, Tag extends string> = {
  readonly [V in U[Tag]]: Checks<Kind<U, Tag, V>>;
};

/**
 * An object of one of a few kinds, which its tag tells.
 *
 * @example
 * kinds<Credentials, 'kind'>('kind', { basic: { … }, bearer: { … } })
 */
export function kinds<U extends Readonly<Record<Tag, string>>, Tag extends string>(
  tag: Tag,
  checks: KindChecks<U, Tag>,
): Check {
  const tables: Readonly<Record<string, Readonly<Record<string, Check>>>> = checks;
  const isKind = required(oneOf(...Object.keys(tables)));
  return (value) => {
    const wrong = isObject(value);
    if (wrong) return wrong;
    const given: Readonly<Record<string, unknown>> = Object(value);
    const kind = given[tag];
    const table =
      typeof kind === 'string' && Object.hasOwn(tables, kind) ? tables[kind] : undefined;
    return table
      ? faultIn(given, { [tag]: isKind, ...table })
      : faultIn({ [tag]: kind }, { [tag]: isKind });
  };
}

/** Labels of Kubernetes objects, by their keys. */
export const areLabels: Check = (value) => {
  const wrong = isObject(value);
  if (wrong) return wrong;
  for (const [key, label] of Object.entries(Object(value))) {
    if (!isLabelKey(key))
      return {
        rule: `has "${key}", which is not the key of a label`,
        remedy: 'give [prefix/]name, the name of at most 63 characters',
      };
    if (typeof label !== 'string' || !isLabelValue(label))
      return {
        rule: `has ${key} ${JSON.stringify(label)}, which is not a label value`,
        remedy: 'give at most 63 letters, digits, "-", "_" and "."',
      };
  }
  return undefined;
};

/** A `Duration` that may be zero: at once. */
export const isTime: Check = (value) =>
  value instanceof Duration ? undefined : isDuration()(value);
