import { isIP } from 'node:net';
import type { Check } from './check.js';

const notOne = {
  rule: 'is not a CIDR',
  remedy: 'give an address and a prefix length, as in 192.0.2.0/24',
};

/** A range of addresses, IPv4 or IPv6, written by its first one: some tools take another for a slip. */
export const isCidr: Check = (value) => {
  const [, address = '', length = ''] = /^([\da-fA-F:.]+)\/(\d{1,3})$/.exec(String(value)) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) return notOne;
  const bits = family === 4 ? bitsOf(address.split('.'), 10, 8) : bitsOf(groups(address), 16, 16);
  const first = bits.slice(0, Number(length)).padEnd(bits.length, '0');
  if (first === bits) return undefined;
  return {
    rule: 'is written by an address within it',
    remedy: `give its first one: ${written(first, family)}/${length}`,
  };
};

const bitsOf = (parts: readonly string[], base: number, width: number): string =>
  parts.map((part) => Number.parseInt(part, base).toString(2).padStart(width, '0')).join('');

/** All eight groups of an IPv6 address, whichever way it was shortened. */
function groups(address: string): readonly string[] {
  // As a URL writes it: in hexadecimal throughout.
  const halves = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before = [], after = []] = halves.map((half) => half.split(':').filter((g) => g !== ''));
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

function written(bits: string, family: number): string {
  const width = family === 4 ? 8 : 16;
  const numbers = [...bits.matchAll(new RegExp(`.{${width}}`, 'g'))].map(([b]) =>
    Number.parseInt(b, 2),
  );
  return family === 4
    ? numbers.join('.')
    : new URL(`http://[${numbers.map((n) => n.toString(16)).join(':')}]`).hostname.slice(1, -1);
}
