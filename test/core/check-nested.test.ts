import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  areLabels,
  type Check,
  checkProps,
  fields,
  integer,
  isFlag,
  isPeer,
  isPodsBehind,
  isText,
  kinds,
  listOf,
  required,
} from '../../lib/core/index.js';
import { meantDuration, meantSize } from '../../lib/core/meant.js';
import { areTargetLabels, targetChecks } from '../../lib/core/target-checks.js';

interface Inner {
  readonly name: string;
  readonly deep?: { readonly flag: boolean };
}
type Animal =
  | { readonly kind: 'cat'; readonly lives: number }
  | { readonly kind: 'dog' | 'wolf'; readonly name?: string };

const isInner = fields<Inner>({
  name: required(isText),
  deep: fields<NonNullable<Inner['deep']>>({ flag: required(isFlag) }),
});
const isAnimal = kinds<Animal, 'kind'>('kind', {
  cat: { lives: required(integer(1, 9)) },
  dog: { name: isText },
  wolf: { name: isText },
});
const judge = (check: Check, value: unknown) => () =>
  checkProps('chart/it', { value }, { value: check });

describe('what is within a value', () => {
  const refused: readonly (readonly [string, Check, unknown, string])[] = [
    ['no object', isInner, 'a', 'value "a" is not an object; give an object'],
    [
      'a field unknown',
      isInner,
      { nmae: 'a' },
      'value: "nmae" is not a known property; did you mean "name"?',
    ],
    ['a field missing', isInner, {}, 'value: name is missing; it has no default'],
    [
      'a field wrong',
      isInner,
      { name: 5 },
      'value: name 5 is not a text; give a string that is not empty',
    ],
    [
      'a field of a field',
      isInner,
      { name: 'a', deep: { flag: 1 } },
      'value: deep: flag 1 is not a boolean; give true or false',
    ],
    [
      'a field of the second in a list',
      listOf(isInner),
      [{ name: 'a' }, { name: 'b', deep: {} }],
      'value[1]: deep: flag is missing; it has no default',
    ],
    ['no kind', isAnimal, { lives: 9 }, 'value: kind is missing; it has no default'],
    [
      'a kind unknown',
      isAnimal,
      { kind: 'giraffe', lives: 9 },
      'value: kind "giraffe" is not one of the choices; choices: cat, dog, wolf',
    ],
    [
      'a field of another kind',
      isAnimal,
      { kind: 'wolf', lives: 9 },
      'value: "lives" is not a known property; known: kind, name',
    ],
    [
      'what every object has, as a kind',
      isAnimal,
      { kind: 'toString' },
      'value: kind "toString" is not one of the choices; choices: cat, dog, wolf',
    ],
    ['labels that are none', areLabels, ['a'], 'value ["a"] is not an object; give an object'],
    [
      'a label that is no text',
      areLabels,
      { app: 5 },
      'value {"app":5} has app 5, which is not a label value; give at most 63 letters, digits, "-", "_" and "."',
    ],
    [
      'a label of a target that is no text',
      areTargetLabels,
      { size: 5 },
      'value {"size":5} has size, which is not a text; give a string',
    ],
    [
      'a peer of no ranges',
      isPeer,
      { kind: 'cidrs', cidrs: ['10.0.0.0'] },
      'value: cidrs ["10.0.0.0"] has "10.0.0.0", which is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
    ],
    [
      'pods of no port',
      isPodsBehind,
      { namespace: 'a', labels: {} },
      'value: port is missing; it has no default',
    ],
    [
      'endpoints that are none',
      targetChecks.endpoints,
      ['http://a'],
      'value ["http://a"] has "http://a", which is not an endpoint; give Endpoint.fromUrl(\'https://…\'), or another',
    ],
  ];
  it.each(refused)('is refused: %s', (_, check, value, message) => {
    expect(judge(check, value)).toThrow(new Error(`chart/it: ${message}`));
  });

  const passing: readonly (readonly [string, Check, unknown])[] = [
    ['an object', isInner, { name: 'a', deep: undefined }],
    ['one without a prototype', isInner, Object.assign(Object.create(null), { name: 'a' })],
    ['a list of them', listOf(isInner), [{ name: 'a' }, { name: 'b', deep: { flag: false } }]],
    [
      'each kind',
      listOf(isAnimal),
      [
        { kind: 'cat', lives: 9 },
        { kind: 'wolf', name: 'a' },
      ],
    ],
    ['labels', areLabels, { 'example.com/a': 'b', c: '' }],
    ['a peer', isPeer, { kind: 'everyone' }],
  ];
  it.each(passing)('passes: %s', (_, check, value) => {
    expect(judge(check, value)).not.toThrow();
  });
});

describe('what somebody meant', () => {
  it.each([
    ['15 days', 'Duration.days(15)'],
    ['1.5h', 'Duration.minutes(90)'],
    ['90s', 'Duration.seconds(90)'],
    ['1s500ms', 'Duration.millis(1500)'],
    ['a while', 'Duration.days(15)'],
    [5, 'Duration.days(15)'],
  ])('by %s for a time is %s', (value, meant) => {
    expect(meantDuration(value)).toBe(meant);
  });

  it.each([
    ['50 GB', 'Size.gibibytes(50)'],
    ['1Ti', 'Size.tebibytes(1)'],
    ['1.5g', 'Size.mebibytes(1536)'],
    ['512', 'Size.mebibytes(512)'],
    ['512m', 'Size.mebibytes(512)'],
    ['1048576', 'Size.mebibytes(1)'],
    ['1.5k', 'Size.gibibytes(50)'],
    ['0', 'Size.gibibytes(50)'],
    ['large', 'Size.gibibytes(50)'],
    [Size, 'Size.gibibytes(50)'],
  ])('by %s for a size is %s', (value, meant) => {
    expect(meantSize(value)).toBe(meant);
  });
});
