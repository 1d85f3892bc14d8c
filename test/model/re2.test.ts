import { describe, expect, test } from 'vitest';
import { checkRe2, re2Error, re2Groups } from '../../lib/model/re2.js';

describe('what RE2 reads', () => {
  test.each([
    '',
    '.*',
    'a|b|',
    '(?:a|b)+?',
    '(?i)abc',
    '(?i-s:a)',
    'a{2,3}b{4}c{5,}',
    'a{,3}',
    '[^]a]',
    '[[:alpha:]_-]',
    '\\d+\\.\\w\\S',
    '\\Qa(b\\E+',
    '\\A\\bx\\B\\z',
    '\\pL\\p{Greek}',
    '\\x41\\x{10FFFF}\\012',
    'https?://[^/]+(?:/.*)?',
    'größe|日本',
    '^a$',
  ])('%s is let pass', (pattern) => {
    expect(re2Error(pattern)).toBeUndefined();
  });

  test.each([
    ['a(b)(?:c)((d))', ['1', '2', '3']],
    ['(?P<name>a)(?<other>b)', ['1', 'name', '2', 'other']],
    ['\\(a\\)[(]b', []],
    ['(?i)(a)', ['1']],
  ])('the groups of %s are counted as Go does', (pattern, groups) => {
    expect(re2Groups(pattern)).toEqual(groups);
  });
});

describe('what RE2 refuses', () => {
  const look = 'which RE2 does not have; match what may be there, or use a second condition';
  test.each([
    ['a(?=b)', `has the look-around "(?=", ${look}`],
    ['(?!kube-).*', `has the look-around "(?!", ${look}`],
    ['(?<=a)b', `has the look-around "(?<=", ${look}`],
    ['(?<!a)b', `has the look-around "(?<!", ${look}`],
    ['(a)\\1', 'has the backreference "\\1", which RE2 does not have; write the text out'],
    ['(?>a)', 'has the atomic group "(?>", which RE2 does not have; write "(?:" instead'],
    ['(?#x)', 'has the group "(?#", which RE2 does not have; write "(", "(?:" or "(?P<name>"'],
    ['a++', 'repeats a repetition with "+", which RE2 does not have; put it in "(?:…)"'],
    ['*.log', 'has nothing to repeat before "*"; write ".*" for any text, or "\\*"'],
    ['a|+', 'has nothing to repeat before "+"; write ".+" for any text, or "\\+"'],
    ['a{1001}', 'repeats "{1001}" times; give at most 1000, the smaller number first'],
    ['a{3,2}', 'repeats "{3,2}" times; give at most 1000, the smaller number first'],
    ['(a', 'has an unclosed "("; close it, or write "\\("'],
    ['a)(b', 'has a ")" that closes nothing; write "\\)"'],
    ['[a', 'has an unclosed or unreadable "["; close it with "]", or write "\\["'],
    ['[z-a]', 'has a reversed range in "[z-a]"; swap its ends'],
    ['a\\', 'has a "\\" at its end; write "\\\\" for a backslash'],
    ['\\Qa', 'has a "\\Q" without its "\\E"; close it with "\\E"'],
    [
      '\\y',
      'has the escape "\\y", which RE2 does not have; write the character, or "\\\\" before it',
    ],
  ])('%s is refused', (pattern, error) => {
    expect(re2Error(pattern)).toBe(error);
    expect(() => checkRe2('here', pattern)).toThrow(new Error(`here: regex "${pattern}" ${error}`));
  });
});
