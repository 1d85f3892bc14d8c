import { Duration, Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Loki } from '../lib/loki/index.js';
import { everything, made } from './alertmanager-parts.js';
import { fileOf, objectOf } from './support.js';

describe('derives', () => {
  const pod = (...args: Parameters<typeof made>) =>
    objectOf(made(...args).chart, 'StatefulSet', 'alertmanager').spec.template.spec;
  const args = (...given: Parameters<typeof made>) => pod(...given).containers[0].args;

  it('flags: one replica is alone, and more find each other by the ring', () => {
    const common = [
      '--config.file=/etc/alertmanager/config/alertmanager.yml',
      '--storage.path=/alertmanager',
    ];
    expect(args()).toEqual([
      ...common,
      '--data.retention=120h',
      '--data.maintenance-interval=1m',
      '--web.route-prefix=/',
      '--cluster.listen-address=',
    ]);
    expect(args({ replicas: 3, retention: Duration.days(14), routePrefix: '/am' })).toEqual([
      ...common,
      '--data.retention=336h',
      '--data.maintenance-interval=1m',
      '--web.route-prefix=/am',
      '--cluster.listen-address=[$(POD_IP)]:9094',
      '--cluster.advertise-address=[$(POD_IP)]:9094',
      '--cluster.peer=alertmanager-ring.observability.svc.cluster.local:9094',
      '--cluster.label=observability/alertmanager',
      '--cluster.reconnect-timeout=5m',
    ]);
    expect(pod({ replicas: 3 }).containers[0].env).toContainEqual({
      name: 'POD_IP',
      valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
    });
  });

  it('a reload and no restart from changed routes', () => {
    const { chart } = made();
    const { template } = objectOf(chart, 'StatefulSet', 'alertmanager').spec;
    expect(template.metadata.annotations).toBeUndefined();
    const sidecar = pod({ routePrefix: '/am' }).containers[1];
    expect(sidecar.args).toEqual([
      '--listen-address=:8080',
      '--reload-url=http://127.0.0.1:9093/am/-/reload',
      '--watched-dir=/etc/alertmanager/config',
      '--watched-dir=/etc/alertmanager/templates',
    ]);
  });

  it('a file for each credential', () => {
    const volumes: { name: string; secret?: object }[] = pod({ routes: everything() }).volumes;
    expect(volumes.flatMap((v) => (v.secret ? [v.secret] : []))).toEqual([
      {
        secretName: 'bot',
        items: [
          { key: 'token', path: 'token' },
          { key: 'url', path: 'url' },
        ],
      },
      { secretName: 'heartbeat', items: [{ key: 'url', path: 'url' }] },
      { secretName: 'pagerduty', items: [{ key: 'routing-key', path: 'routing-key' }] },
      { secretName: 'slack', items: [{ key: 'url', path: 'url' }] },
      { secretName: 'smtp', items: [{ key: 'password', path: 'password' }] },
    ]);
  });

  it('its links and its URL from where it is exposed, once', () => {
    const { chart, alertmanager } = made({ routePrefix: '/am' });
    alertmanager.exposedAt('https://alerts.example.com/am/');
    alertmanager.exposedAt('https://alerts.example.com/am');
    const { containers } = objectOf(chart, 'StatefulSet', 'alertmanager').spec.template.spec;
    expect(containers[0].args).toContain('--web.external-url=https://alerts.example.com/am');
    expect(containers[0].readinessProbe.httpGet.path).toBe('/am/-/ready');
    expect(containers[0].livenessProbe.httpGet.path).toBe('/am/-/healthy');
  });

  it('egress to where receivers are: outside, or pods of the cluster', () => {
    const { chart } = made({ routes: everything() });
    const { egress } = objectOf(chart, 'NetworkPolicy', 'alertmanager').spec;
    const ports = (to: string) =>
      egress
        .filter((rule: { to: object[] }) => JSON.stringify(rule.to).includes(to))
        .flatMap((rule: { ports: { port: number }[] }) => rule.ports.map((p) => p.port));
    expect(ports('0.0.0.0/0')).toEqual([443, 587]);
    expect(ports('"ops"')).toEqual([8080]);
    expect(ports('k8s-app')).toEqual([53, 53]);
  });

  it('the way through a proxy for HTTP, and past it for mail', () => {
    const { chart } = made({ routes: everything() }, { proxy: { url: 'http://proxy:3128' } });
    const { egress } = objectOf(chart, 'NetworkPolicy', 'alertmanager').spec;
    const outside = egress.find((rule: { to: object[] }) =>
      JSON.stringify(rule.to).includes('0.0.0.0/0'),
    );
    expect(outside.ports.map((p: { port: number }) => p.port)).toEqual([587, 3128]);
    const config = fileOf(chart, 'alertmanager-config', 'alertmanager.yml');
    expect(config.match(/proxy_from_environment: true/g)).toHaveLength(2);
  });

  it('gossip over TCP and UDP among replicas only', () => {
    const { ingress } = objectOf(made({ replicas: 2 }).chart, 'NetworkPolicy', 'alertmanager').spec;
    expect(ingress).toHaveLength(1);
    expect(ingress[0].ports).toEqual([
      { port: 9094, protocol: 'TCP' },
      { port: 9094, protocol: 'UDP' },
    ]);
    const alone = objectOf(made().chart, 'NetworkPolicy', 'alertmanager').spec;
    expect(alone.ingress ?? []).toEqual([]);
  });

  it('ingress to every replica from a sender', () => {
    const { chart, alertmanager } = made({ replicas: 2 });
    new Loki(chart, 'loki').sendAlertsTo(alertmanager);
    const { ingress } = objectOf(chart, 'NetworkPolicy', 'alertmanager').spec;
    expect(ingress.map((rule: { ports: { port: number }[] }) => rule.ports[0]?.port)).toContain(
      9093,
    );
  });

  it('a volume, or a directory that goes with the pod', () => {
    const claims = (props: Parameters<typeof made>[0]) =>
      objectOf(made(props).chart, 'StatefulSet', 'alertmanager').spec.volumeClaimTemplates;
    expect(claims({ volumeSize: Size.gibibytes(2), storageClass: 'fast' })[0].spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '2Gi' } },
    });
    expect(claims({ persistent: false })).toBeUndefined();
    expect(pod({ persistent: false }).volumes).toContainEqual({
      name: 'alertmanager',
      emptyDir: { sizeLimit: '1Gi' },
    });
  });

  it('black holes and escape hatches into the summary', () => {
    const { alertmanager } = made({ routes: everything(), extraConfig: {} });
    expect(alertmanager.escapes).toEqual([
      'extraConfig',
      'black hole "black-hole": load tests break things by design',
    ]);
  });

  it('the same bytes whatever the order of arrows', () => {
    const [one, two] = [true, false].map((first) => {
      const { chart, alertmanager } = made({ replicas: 2 });
      const loki = new Loki(chart, 'loki');
      if (first) loki.sendAlertsTo(alertmanager);
      alertmanager.exposedAt('https://alerts.example.com');
      if (!first) loki.sendAlertsTo(alertmanager);
      return ['NetworkPolicy', 'StatefulSet'].map((kind) => objectOf(chart, kind, 'alertmanager'));
    });
    expect(one).toEqual(two);
  });
});
