import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { toYaml, toYamlStream } from '../../lib/model/yaml.js';

describe('a document', () => {
  it('shows text that is indented by tabs line by line', () => {
    expect(
      toYaml({ data: { 'config.alloy': 'a "b" {\n\tc = 1\n\n\td {\n\t\te = 2\n\t}\n}\n' } }),
    ).toBe(
      [
        'data:',
        '  config.alloy: |',
        '    a "b" {',
        '    \tc = 1',
        '',
        '    \td {',
        '    \t\te = 2',
        '    \t}',
        '    }',
        '',
      ].join('\n'),
    );
  });

  it('keeps long lines whole', () => {
    const expr = 'sum by (cluster) (rate(x_total[5m])) '.repeat(5).trim();
    expect(toYaml({ expr })).toBe(`expr: ${expr}\n`);
  });

  it('quotes what YAML 1.1 reads as something else', () => {
    expect(toYaml({ a: 'on', b: 'y', c: '1e3' })).toBe("a: 'on'\nb: 'y'\nc: '1e3'\n");
  });

  const texts: readonly (readonly [string, string])[] = [
    ['a tab on one line', 'a\tb'],
    ['a tab at the beginning', '\ta\nb\n'],
    ['a tab after an empty line at the beginning', '\n\ta\n'],
    ['a tab at the end', 'a\n\t'],
    ['nothing but white space', ' \n\t\n'],
    ['tabs and an invisible character', 'a\n\tb\u2028c\n'],
    ['several empty lines at the end', 'a\n\tb\n\n\n'],
    ['no line break at the end', 'a\n\tb'],
    ['a carriage return', 'a\r\n\tb\r\n'],
    ['something like the end of a document', 'a\n\tb\n---\n...\n'],
  ];
  it.each(texts)('reads back as it was: %s', (_, text) => {
    expect(load(toYaml({ a: { b: text }, c: [text], d: text }))).toEqual({
      a: { b: text },
      c: [text],
      d: text,
    });
  });
});

describe('a stream', () => {
  it('parts its documents by a line of dashes', () => {
    expect(toYamlStream([{ a: 1 }, { b: 2 }])).toBe('a: 1\n---\nb: 2\n');
  });
});
