import { describe, expect, it } from 'vitest';
import { ini } from '../../lib/model/ini.js';

describe('an ini file', () => {
  it('has its settings by section, in the order given', () => {
    const text = ini({
      server: { root_url: 'https://grafana.example.com/', http_port: 3000 },
      'auth.anonymous': { enabled: true },
    });
    expect(text).toBe(
      '[server]\nroot_url = https://grafana.example.com/\nhttp_port = 3000\n\n[auth.anonymous]\nenabled = true\n',
    );
  });

  // What go-ini reads of each of these was compared with what was meant, with go-ini itself.
  const values: readonly (readonly [string, string, string])[] = [
    ['an empty value', '', ''],
    [
      'a path to expand',
      '$__file{/etc/secrets/admin/password}',
      '$__file{/etc/secrets/admin/password}',
    ],
    ['words', 'openid profile email', 'openid profile email'],
    [
      'an expression',
      "contains(groups[*], 'a') && 'Admin'",
      `"""contains(groups[*], 'a') && 'Admin'"""`,
    ],
    [
      'what would begin a comment',
      "default-src 'self'; object-src 'none'",
      `"""default-src 'self'; object-src 'none'"""`,
    ],
    ['the other comment', '#password', '"""#password"""'],
    ['a backslash, which goes on in the next line', 'C:\\', '"""C:\\"""'],
    ['quotes at its ends', '"quoted"', '""""quoted""""'],
    ['a backtick', '`[]`', '"""`[]`"""'],
    ['space at its ends', ' a ', '""" a """'],
    ['an equals sign', 'a=b', 'a=b'],
    ['a percent sign', '100%', '100%'],
  ];
  it.each(values)('writes %s so that it is read back', (_, value, text) => {
    expect(ini({ s: { key: value } })).toBe(`[s]\nkey = ${text}\n`);
  });
});

describe('refuses', () => {
  it('a line break', () => {
    expect(() => ini({ s: { key: 'a\nb = c' } })).toThrow(
      new Error('ini: s.key has a line break; give one line'),
    );
  });

  it('the value of another key', () => {
    expect(() => ini({ server: { root_url: 'https://%(domain)s/' } })).toThrow(
      new Error(
        'ini: server.root_url "https://%(domain)s/" holds the value of another key, as "%(key)s" is read; write it out',
      ),
    );
  });

  it('a section that would not end', () => {
    expect(() => ini({ 'a]b': {} })).toThrow(
      new Error('ini: section "a]b" is not a name; give letters, digits, "_" and "-"'),
    );
  });

  it('a key that would end early', () => {
    expect(() => ini({ s: { 'a=b': 1 } })).toThrow(
      new Error('ini: key "a=b" of section "s" is not a name; give letters, digits, "_" and "-"'),
    );
  });
});
