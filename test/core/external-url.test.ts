import { describe, expect, it } from 'vitest';
import { externalUrl } from '../../lib/core/index.js';

describe('the URL under which people reach a component', () => {
  it.each([
    ['https://a.example.com', undefined, '', 'https://a.example.com'],
    ['https://a.example.com/', 'https://a.example.com', '', 'https://a.example.com'],
    ['http://a.example.com:8080/am/', undefined, '/am', 'http://a.example.com:8080/am'],
  ])('%s is written without a slash at its end', (url, known, path, written) => {
    expect(externalUrl('chart/it', url, known, path)).toBe(written);
  });

  it.each([
    [
      'a.example.com',
      undefined,
      '',
      'url "a.example.com" is not an http(s) address; give https://host[/path]',
    ],
    [
      'ftp://a.example.com',
      undefined,
      '',
      'url "ftp://a.example.com" is not an http(s) address; give https://host[/path]',
    ],
    [
      'https://me:mine@a.example.com',
      undefined,
      '',
      'url of "a.example.com" carries a user, a query or a fragment; leave it out: the url stands in links, and in git',
    ],
    [
      'https://a.example.com/it',
      undefined,
      '',
      'url "https://a.example.com/it" has another path than "/", where it serves; give it a host of its own',
    ],
    [
      'https://a.example.com',
      undefined,
      '/it',
      'url "https://a.example.com" has another path than "/it", where it serves; end the url in "/it"',
    ],
    [
      'https://b.example.com',
      'https://a.example.com',
      '',
      'url "https://b.example.com" is a second one beside "https://a.example.com"; route one host to it: its links lead to one',
    ],
  ])('refuses %s after %s under path "%s"', (url, known, path, message) => {
    expect(() => externalUrl('chart/it', url, known, path)).toThrow(
      new Error(`chart/it: ${message}`),
    );
  });
});
