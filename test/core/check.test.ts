import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  anything,
  type Check,
  checkProps,
  integer,
  isCallback,
  isCidr,
  isDuration,
  isFlag,
  isObject,
  isPort,
  isSecretRef,
  isSize,
  isText,
  listOf,
  oneOf,
  SecretRef,
} from '../../lib/core/index.js';

const choice = oneOf('reload', 'restart', 3, true);
const refused: readonly (readonly [string, Check, unknown, string])[] = [
  ['isFlag', isFlag, 'yes', '"yes" is not a boolean; give true or false'],
  ['isText', isText, ' ', '" " is not a text; give a string that is not empty'],
  ['isText', isText, 5, '5 is not a text; give a string that is not empty'],
  ['isCallback', isCallback, 'x', '"x" is not a function; give a function'],
  ['isObject', isObject, ['a'], '["a"] is not an object; give an object'],
  ['isObject', isObject, null, 'null is not an object; give an object'],
  [
    'isSecretRef',
    isSecretRef,
    'hunter2',
    "\"hunter2\" is not a reference to a Secret; give new SecretRef('name', 'key'): a credential's value has no place in manifests",
  ],
  ['listOf', listOf(isText), 'a', '"a" is not a list; give an array'],
  [
    'listOf',
    listOf(isText),
    ['a', 5],
    '["a",5] has 5, which is not a text; give a string that is not empty',
  ],
  [
    'oneOf',
    choice,
    'relaod',
    '"relaod" is not one of the choices; did you mean "reload"? choices: reload, restart, 3, true',
  ],
  ['oneOf', choice, 4, '4 is not one of the choices; choices: reload, restart, 3, true'],
  [
    'oneOf',
    choice,
    '3',
    '"3" is not one of the choices; did you mean 3? choices: reload, restart, 3, true',
  ],
  ['integer', integer(1, 3), 0, '0 is not a whole number in range; give 1 to 3'],
  ['integer', integer(1, 3), 4, '4 is not a whole number in range; give 1 to 3'],
  ['integer', integer(1, 3), 1.5, '1.5 is not a whole number in range; give 1 to 3'],
  ['integer', integer(1, 3), '2', '"2" is not a whole number in range; give 1 to 3'],
  ['integer', integer(1, 3), Number.NaN, 'NaN is not a whole number in range; give 1 to 3'],
  ['isPort', isPort, 65_536, '65536 is not a whole number in range; give 1 to 65535'],
  [
    'isCidr',
    isCidr,
    '10.0.0.0/33',
    '"10.0.0.0/33" is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
  ],
  [
    'isCidr',
    isCidr,
    '10.0.0.0',
    '"10.0.0.0" is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
  ],
  [
    'isCidr',
    isCidr,
    '::/129',
    '"::/129" is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
  ],
  [
    'isCidr',
    isCidr,
    '10.0.0.7/24',
    '"10.0.0.7/24" is written by an address within it; give its first one: 10.0.0.0/24',
  ],
  [
    'isCidr',
    isCidr,
    '2001:db8:1::7/33',
    '"2001:db8:1::7/33" is written by an address within it; give its first one: 2001:db8::/33',
  ],
  [
    'isCidr',
    isCidr,
    'fe80::1%eth0/64',
    '"fe80::1%eth0/64" is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24',
  ],
  [
    'isDuration',
    isDuration(),
    '7d',
    '"7d" is not a Duration; give Duration.days(7), from \'cdk8s\'',
  ],
  [
    'isDuration',
    isDuration(),
    Duration.millis(0),
    '"0 millis" is not longer than zero; give a positive Duration',
  ],
  [
    'isDuration',
    isDuration(Duration.hours(24)),
    Duration.hours(12),
    '"12 hours" is shorter than 1 day; give 1 day or more',
  ],
  ['isSize', isSize(), '5Gi', '"5Gi" is not a Size; give Size.gibibytes(5), from \'cdk8s\''],
  ['isSize', isSize(), Size.kibibytes(0), '"0Ki" is smaller than 1Ki; give 1Ki or more'],
  [
    'isSize',
    isSize(Size.gibibytes(1)),
    Size.mebibytes(512),
    '"512Mi" is smaller than 1Gi; give 1Gi or more',
  ],
];

const passed: readonly (readonly [string, Check, readonly unknown[]])[] = [
  ['isFlag', isFlag, [true, false]],
  ['isText', isText, ['a', ' a ']],
  ['isObject', isObject, [{}, { a: 1 }]],
  ['isSecretRef', isSecretRef, [new SecretRef('a', 'b')]],
  ['listOf', listOf(isText), [[], ['a', 'b']]],
  ['oneOf', choice, ['reload', 3, true]],
  ['integer', integer(1, 3), [1, 2, 3, 3.0]],
  [
    'isCidr',
    isCidr,
    ['10.0.0.0/8', '192.0.2.1/32', '0.0.0.0/0', '2001:db8::/32', '::1/128', '::/0'],
  ],
  ['isDuration', isDuration(Duration.hours(24)), [Duration.days(1), Duration.minutes(1441)]],
  ['isDuration', isDuration(), [Duration.millis(1)]],
  ['isSize', isSize(Size.gibibytes(1)), [Size.gibibytes(1), Size.mebibytes(1025)]],
  ['isSize', isSize(), [Size.kibibytes(1.5)]],
  ['anything', anything, [null, 0, '']],
];

describe('a check', () => {
  it.each(refused)('%s refuses %#', (_, check, value, message) => {
    expect(() => checkProps('here', { a: value }, { a: check })).toThrow(
      new Error(`here: a ${message}`),
    );
  });

  it.each(passed)('%s passes %#', (_, check, values) => {
    for (const value of values) expect(check(value)).toBeUndefined();
  });
});
