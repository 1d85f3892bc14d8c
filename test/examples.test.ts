import { describe, expect, it } from 'vitest';
import { externalLoki } from '../examples/external-loki.js';
import { logsOnly } from '../examples/logs-only.js';
import { minimal } from '../examples/minimal.js';
import { ownApp } from '../examples/own-app.js';
import severedBlog from '../examples/severed-blog/main.js';
import type { App } from '../lib/index.js';

const names = (app: App): string[] =>
  app
    .render()
    .flatMap((file) => file.objects.map(({ manifest: m }) => `${m.kind} ${m.metadata.name}`));

describe('examples synthesize', () => {
  it.each([
    ['minimal', minimal, ['StatefulSet prometheus', 'Deployment grafana'], 20],
    [
      'logs only',
      logsOnly,
      ['StatefulSet loki', 'DaemonSet alloy', 'StatefulSet alloy-events'],
      30,
    ],
    ['external Loki', externalLoki, ['DaemonSet alloy'], 9],
    [
      'own app',
      ownApp,
      ['ConfigMap grafana-dashboard-shop', 'ConfigMap grafana-dashboard-checkout'],
      70,
    ],
    [
      'severed-blog',
      severedBlog,
      ['HorizontalPodAutoscaler severed-blog', 'APIService v1beta1.custom.metrics.k8s.io'],
      80,
    ],
  ])('%s', (_, example, expected, atLeast) => {
    const written = names(example());
    expect(written).toEqual(expect.arrayContaining(expected));
    expect(written.length).toBeGreaterThanOrEqual(atLeast);
  });
});
