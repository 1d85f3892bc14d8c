import { describe, expect, it } from 'vitest';
import { observability, type StackFacts } from '../charts/index.js';
import { App } from '../lib/core/index.js';
import { example } from '../sites/example.js';

const messagesOf = (gateway: typeof example.gateway): string => {
  const app = new App();
  observability(app, { ...example, gateway });
  const templates = app
    .render()
    .flatMap(({ objects }) => objects)
    .find(({ manifest }) => manifest.metadata.name === 'alertmanager-templates');
  return JSON.stringify(templates?.manifest);
};

describe('the stack', () => {
  it('links from messages to Grafana as the gateway serves it', () => {
    expect(messagesOf(example.gateway)).toContain('https://grafana.example.com/alerting');
    expect(
      messagesOf({ ...example.gateway, certificates: { kind: 'none', reason: 'a test' } }),
    ).toContain('http://grafana.example.com/alerting');
  });

  it('comes in by an ingress where the site says so, and by one way only', () => {
    const { gateway, ...facts } = example;
    const ingress = { className: 'traefik', dataPlane: { kind: 'nodes' } } as const;
    const app = new App();
    observability(app, { ...facts, ingress });
    const kinds = app.render().flatMap(({ objects }) => objects.map((o) => o.manifest.kind));
    expect(kinds.filter((kind) => /Ingress|Gateway|Route/.test(kind))).toEqual(['Ingress']);
    expect(() => observability(new App(), { ...facts, gateway, ingress })).toThrow(
      new Error('site: gateway and ingress are both given; give the one that people come in by'),
    );
  });

  it('stores what it is told to, and all by default', () => {
    const storing = (metrics?: StackFacts['metrics']) => {
      const app = new App();
      observability(app, { ...example, ...(metrics && { metrics }) });
      const objects = app.render().flatMap((file) => file.objects.map((o) => o.manifest));
      const config = objects.find(({ metadata }) => metadata.name === 'prometheus-config');
      return JSON.stringify(config?.data);
    };
    expect(storing('all')).toBe(storing());
    expect(storing('used')).not.toBe(storing());
    expect(storing({ keep: ['go_goroutines'] })).toContain('|go_goroutines|');
    expect(() => storing('some' as never)).toThrow(
      new Error(
        "site: metrics \"some\" is neither 'all' nor 'used' nor { keep: ['name', …] }; give one of them",
      ),
    );
  });

  it('calls its own hosts as people do, where it has any', () => {
    const probed = (facts: StackFacts) => {
      const app = new App();
      const { probes } = observability(app, facts);
      const config = app
        .render()
        .flatMap(({ objects }) => objects)
        .find(({ manifest }) => manifest.metadata.name === 'prometheus-config');
      const urls = /- (https?:\/\/grafana\.\S+?)\\n/.exec(JSON.stringify(config?.manifest));
      return { is: probes !== undefined, url: urls?.[1] };
    };
    const { gateway: _, ...facts } = example;
    const certificates = { kind: 'none', reason: 'a test' } as const;
    const ingress = { className: 'traefik', dataPlane: { kind: 'nodes' }, certificates } as const;
    expect(probed(example)).toEqual({ is: true, url: 'https://grafana.example.com' });
    expect(probed({ ...facts, ingress })).toEqual({ is: true, url: 'http://grafana.example.com' });
    expect(probed({ ...facts, hosts: {} })).toEqual({ is: false, url: undefined });
  });

  it('refuses a host that no gateway leads to', () => {
    expect(() => observability(new App(), { ...example, gateway: undefined })).toThrow(
      new Error(
        'site: hosts.grafana "grafana.example.com" has no gateway or ingress that leads there; give gateway or ingress, or leave the host out',
      ),
    );
    expect(() =>
      observability(new App(), { ...example, gateway: undefined, hosts: {} }),
    ).not.toThrow();
  });
});
