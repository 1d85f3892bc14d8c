import { describe, expect, it } from 'vitest';
import { addressed } from '../../lib/core/index.js';
import { promqlError } from '../../lib/model/promql-syntax.js';

const expr = addressed('sum by (cluster, url) (x)', 'url');

/** What Prometheus puts into the label: the expression in its quotes has each backslash twice. */
const named = (address: string): string | undefined => {
  const [, written = ''] = /"([^"]+)"\)$/.exec(expr) ?? [];
  return new RegExp(`^(?:${written.replaceAll('\\\\', '\\')})$`).exec(address)?.[1];
};

describe('an address', () => {
  it('stays, beside what people call it', () => {
    expect(promqlError(expr)).toBeUndefined();
    expect(expr).toMatch(
      /^label_replace\(sum by \(cluster, url\) \(x\), "to", "\$1", "url", "[^"]+"\)$/,
    );
  });

  it.each([
    [
      'http://alertmanager-0.alertmanager-headless.observability.svc.cluster.local:9093/api/v2/alerts',
      'alertmanager-0',
    ],
    ['loki.observability.svc.cluster.local:3100', 'loki'],
    ['loki.observability.svc', 'loki'],
    ['https://alerts.example.com/x/api/v2/alerts', 'alerts.example.com'],
    ['https://10.0.0.1:8443', '10.0.0.1'],
    ['http://[::1]:9090/api/v1/write', '[::1]'],
  ])('%s is called %s', (address, name) => {
    expect(named(address)).toBe(name);
  });
});
