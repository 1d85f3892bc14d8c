import {
  type Attributes,
  type Block,
  Call,
  type ComponentBlock,
  Raw,
  Reference,
  type Statement,
  type Value,
} from './alloy.js';
import { blockId, checkBlocks, isIdentifier } from './alloy-checks.js';

/**
 * Prints an Alloy config exactly as `alloy fmt` would, blocks in the order given and raw text last.
 * Equal to the formatter, so that people can paste, edit and format a config without a diff.
 *
 * @throws when Alloy would not load it for a reason that can be seen here: a name that is no
 * identifier, a block given twice, a reference to a component that is not in the config, a circle
 * of references, an experimental setting, a value that has no notation
 * @example
 * alloyConfig([
 *   component('loki.write', 'loki', {}, [block('endpoint', { url: 'http://loki:3100/…' })]),
 * ]);
 * @see https://grafana.com/docs/alloy/latest/reference/cli/fmt/
 */
export function alloyConfig(statements: readonly Statement[]): string {
  const blocks = statements.filter((statement) => statement.kind !== 'text');
  const texts = statements.filter((statement) => statement.kind === 'text');
  checkBlocks(blocks);
  const parts = [
    ...blocks.map((top) => printBlock(top, `alloy ${blockId(top)}`)),
    ...texts.map(({ text }) => text.replace(/^\n+|\n+$/g, '')),
  ];
  return `${parts.join('\n\n')}\n`;
}

function printBlock(given: Block | ComponentBlock, where: string): string {
  const label = given.kind === 'component' ? ` "${given.label}"` : '';
  const body = [
    printAttributes(given.attributes, where),
    ...given.children.map((child) => printBlock(child, `${where} ${child.name}`)),
  ].filter((part) => part !== '');
  const braces = body.length === 0 ? '{ }' : `{\n${indented(body.join('\n\n'))}\n}`;
  return `${printComment(given.comment)}${given.name}${label} ${braces}`;
}

function printComment(comment: string | undefined): string {
  const lines = comment?.split(/\r\n|\r|\n/) ?? [];
  return lines.map((line) => `${`// ${line}`.trimEnd()}\n`).join('');
}

function printAttributes(attributes: Attributes, where: string): string {
  return aligned(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, text: printValue(value, `${where} ${name}`) }],
    ),
  ).join('\n');
}

interface Assignment {
  readonly name: string;
  readonly text: string;
}

/** Lines up equal signs as the formatter does: a value of several lines ends its run. */
function aligned(assignments: readonly Assignment[]): string[] {
  const end = assignments.findIndex(({ text }) => text.includes('\n'));
  const run = end === -1 ? assignments : assignments.slice(0, end + 1);
  const width = Math.max(...run.map(({ name }) => codePoints(name)));
  const lines = run.map(
    ({ name, text }) => `${name}${' '.repeat(width - codePoints(name))} = ${text}`,
  );
  return run.length === assignments.length
    ? lines
    : [...lines, ...aligned(assignments.slice(run.length))];
}

function codePoints(text: string): number {
  return [...text].length;
}

/** Not by a regular expression: its line starts include U+2028, which a string may hold. */
function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `\t${line}`))
    .join('\n');
}

function printValue(value: Value, where: string): string {
  if (value instanceof Raw) {
    return value.text;
  }
  if (value instanceof Reference) {
    const path = `${value.component.id}.${value.exported}`;
    return value.key === undefined ? path : `${path}[${printString(value.key, where)}]`;
  }
  if (value instanceof Call) {
    return `${value.name}(${value.args.map((arg) => printValue(arg, where)).join(', ')})`;
  }
  if (typeof value === 'string') {
    return printString(value, where);
  }
  if (typeof value === 'number') {
    return printNumber(value, where);
  }
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  return isArray(value) ? printArray(value, where) : printObject(value, where);
}

/** Tells arrays from the other values; `Array.isArray` does not narrow readonly ones. */
function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** JSON's escapes are all Alloy's too; a byte order mark Alloy takes only as an escape. */
function printString(text: string, where: string): string {
  if (/\p{Surrogate}/u.test(text)) {
    throw new Error(
      `${where}: string ${JSON.stringify(text)} holds half a surrogate pair, which is no character; give whole characters`,
    );
  }
  return JSON.stringify(text).replaceAll('\ufeff', '\\ufeff');
}

function printNumber(value: number, where: string): string {
  if (!Number.isFinite(value)) {
    throw new Error(`${where}: number "${value}" has no notation in Alloy; give a finite number`);
  }
  return String(value);
}

/** On one line, unless an element needs several. */
function printArray(elements: readonly Value[], where: string): string {
  const texts = elements.map((element) => printValue(element, where));
  return texts.some((text) => text.includes('\n'))
    ? `[\n${indented(texts.map((text) => `${text},`).join('\n'))}\n]`
    : `[${texts.join(', ')}]`;
}

/** One line a field, whatever their number: a field more is a line more in the diff. */
function printObject(fields: Attributes, where: string): string {
  const lines = aligned(
    Object.entries(fields).flatMap(([key, value]) =>
      value === undefined
        ? []
        : [{ name: printKey(key, where), text: `${printValue(value, where)},` }],
    ),
  );
  return lines.length === 0 ? '{}' : `{\n${indented(lines.join('\n'))}\n}`;
}

/** A key in quotes is never unescaped by Alloy and escaped once more by its formatter. */
function printKey(key: string, where: string): string {
  if (isIdentifier(key)) {
    return key;
  }
  if (!/^(?:(?!["\\])[\p{L}\p{M}\p{N}\p{P}\p{S} ])+$/u.test(key)) {
    throw new Error(
      `${where}: object key ${JSON.stringify(key)} is empty or needs an escape, which Alloy does not read in keys; use printable characters without quote and backslash`,
    );
  }
  return `"${key}"`;
}
