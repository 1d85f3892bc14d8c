import { refusal } from '../model/refusal.js';
import { closest } from './check.js';
import type { Component } from './component.js';
import { sortedWords } from './order.js';
import { deliveredBy, secretsRead } from './secrets.js';

/** References to Secrets that the site does not name: their pods would never start. */
export function secretFaults(component: Component): string[] {
  const { site, where, workloads, certificates } = component;
  const { secrets } = site;
  if (!secrets) return [];
  const created = secretsRead([component]).filter((secret) => deliveredBy(component, secret));
  const delivered = new Set(created.map(({ name }) => name));
  const asked = [
    ...workloads.flatMap((workload) =>
      workload.secrets.map(({ name, key }) => [name, key] as const),
    ),
    ...[...certificates].flatMap((name) => [
      [name, 'tls.crt'] as const,
      [name, 'tls.key'] as const,
    ]),
    // What is in them, the kubelet knows by their type.
    ...(workloads.length > 0 ? site.pullSecrets.map((name) => [name] as const) : []),
  ];
  return sortedWords(
    asked.flatMap(([name, key]) => {
      const keys = secrets[name];
      if (delivered.has(name)) return [];
      if (keys && (key === undefined || keys.includes(key))) return [];
      return keys && key !== undefined
        ? refusal(where, `secret "${name}" has no key "${key}"`, remedy(key, keys))
        : refusal(
            where,
            `secret "${name}" is not among the site's`,
            remedy(name, Object.keys(secrets)),
          );
    }),
  );
}

function remedy(word: string, known: readonly string[]): string {
  const near = closest(word, known);
  return near === undefined
    ? "create it, and name it in the site's secrets"
    : `did you mean "${near}"?`;
}
