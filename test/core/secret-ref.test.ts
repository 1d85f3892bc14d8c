import { describe, expect, it } from 'vitest';
import { SecretRef } from '../../lib/core/index.js';

describe('a reference to a Secret', () => {
  it.each([
    ['grafana-admin', 'password'],
    ['registry.example.com', '.dockerconfigjson'],
    ['a', 'TLS_key-1'],
    ['a'.repeat(253), 'k'.repeat(253)],
  ])('takes %s and %s', (name, key) => {
    expect(new SecretRef(name, key)).toMatchObject({ name, key });
  });

  const names = ['', 'Grafana', 'hunter_2', '-a', 'a-', 'a..b', 'a.-b', 'a'.repeat(254)];
  it.each(names)('refuses the name "%s"', (name) => {
    expect(() => new SecretRef(name, 'key')).toThrow(
      new Error(
        `secret: name "${name}" is not a Kubernetes name; give lower-case letters, digits, "-" and "."`,
      ),
    );
  });

  it.each(['', 'p@ss word', 'a/b', '.', '..', '..key', 'k'.repeat(254)])(
    'refuses the key "%s"',
    (key) => {
      expect(() => new SecretRef('login', key)).toThrow(
        new Error(
          `secret "login": key "${key}" is not a Secret key; give letters, digits, "-", "_" and "."`,
        ),
      );
    },
  );
});
