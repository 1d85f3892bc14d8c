import * as z from 'zod/mini';
// By name: the namespace would bring every language zod speaks into the bundle.
import { $ZodArray, $ZodDefault, $ZodObject, $ZodOptional, $ZodPrefault } from 'zod/v4/core';
import { refuse } from '../model/refusal.js';
import { closest, shown } from './check.js';

/**
 * Judges a site file by its schema, in this library's words. A schema's own messages may end in a remedy,
 * after a semicolon: `is not a CIDR; give 192.0.2.0/24`.
 *
 * @throws on the first fact that is missing, unknown or malformed
 */
export function parseSite<S extends z.ZodMiniObject>(schema: S, facts: z.input<S>): z.output<S> {
  const result = z.safeParse(schema, facts);
  if (result.success) return result.data;
  const { issues } = result.error;
  // A misspelt fact is often the reason why another is missing.
  const issue = issues.find((i) => i.code === 'unrecognized_keys') ?? issues[0];
  if (!issue) throw result.error;
  return refuseIssue(issue, schema, facts);
}

function refuseIssue(issue: z.core.$ZodIssue, schema: z.core.$ZodType, facts: unknown): never {
  const path = issue.path.map(String);
  const where = path.join('.');
  const given = path.reduce(
    (value: unknown, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    facts,
  );
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const near = closest(key, keysAt(schema, path));
    refuse(
      'site',
      `"${[...path, key].join('.')}" is not a known fact`,
      near ? `did you mean "${near}"?` : 'leave it out',
    );
  }
  if (path.length === 0) refuse('site', `${shown(given)} is not a set of facts`, 'give an object');
  if (given === undefined) refuse('site', `${where} is missing`, 'it has no default');
  if (issue.code === 'invalid_value')
    refuse(
      'site',
      `${where} ${shown(given)} is not one of the choices`,
      `choices: ${issue.values.join(', ')}`,
    );
  if (issue.code === 'invalid_type')
    refuse(
      'site',
      `${where} ${shown(given)} is of the wrong type`,
      `give ${/^[aeio]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`,
    );
  const [rule, ...remedy] = issue.message.split('; ');
  return refuse(
    'site',
    `${where} ${shown(given)} ${rule}`,
    remedy.join('; ') || 'see the docs of SiteProps',
  );
}

/** The keys an object in the schema may have, by the path of the fact that it describes. */
function keysAt(schema: z.core.$ZodType, path: readonly string[]): readonly string[] {
  const [key, ...rest] = path;
  if (
    schema instanceof $ZodOptional ||
    schema instanceof $ZodDefault ||
    schema instanceof $ZodPrefault
  )
    return keysAt(schema._zod.def.innerType, path);
  if (schema instanceof $ZodArray) return keysAt(schema._zod.def.element, rest);
  if (!(schema instanceof $ZodObject)) return [];
  const { shape } = schema._zod.def;
  const next = key === undefined ? undefined : shape[key];
  return next ? keysAt(next, rest) : Object.keys(shape);
}
