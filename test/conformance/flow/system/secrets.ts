import type { V1Secret } from '@kubernetes/client-node';
import { type App, Component } from '../../../../lib/core/index.js';
import { outsideHost } from './outside.js';

/** What a Secret could hold under a key; a URL is one of the world outside, with the Secret's name as its path. */
const textFor = (name: string, key: string): string =>
  /url/.test(key) ? `https://${outsideHost}/${name}` : `not-a-secret-${name}`;

/** The Secrets that an app names and somebody else makes: here, ourselves. */
export function secretsOf(app: App): readonly V1Secret[] {
  app.render();
  const workloads = app.node
    .findAll()
    .filter((one): one is Component => one instanceof Component)
    .flatMap((component) => component.workloads);
  const secrets = new Map<string, V1Secret>();
  for (const { namespace, secrets: refs } of workloads)
    for (const { name, key } of refs) {
      const before = secrets.get(`${namespace}/${name}`)?.stringData;
      secrets.set(`${namespace}/${name}`, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        stringData: { ...before, [key]: textFor(name, key) },
      });
    }
  return [...secrets.values()];
}
