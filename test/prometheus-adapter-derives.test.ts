import { Duration } from 'cdk8s';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { Prometheus } from '../lib/prometheus/index.js';
import {
  argsOf,
  bare,
  configOf,
  ingress,
  ofKind,
  podOf,
  prometheus,
  requests,
  waiting,
  wired,
} from './prometheus-adapter-parts.js';
import { objectOf } from './support.js';

const rulesOf = (made: ReturnType<typeof bare>) =>
  objectOf(made.chart, 'ClusterRole', 'observability-prometheus-adapter').rules;

describe('derives', () => {
  it('an API for what is served, and for nothing else', () => {
    const made = bare();
    made.adapter.query(prometheus());
    made.adapter.serve(waiting);
    const names = (of: typeof made) => ofKind(of, 'APIService').map((o) => o.metadata.name);
    expect(names(made)).toEqual(['v1beta1.external.metrics.k8s.io']);
    const resources = bare({ resourceMetrics: true });
    resources.adapter.query(prometheus());
    expect(names(resources)).toEqual(['v1beta1.metrics.k8s.io']);
  });

  it('a certificate that nobody verifies, and says so', () => {
    const made = wired();
    expect(made.adapter.escapes).toEqual([
      'insecureSkipTLSVerify: the API server takes any certificate, as the adapter signs its own at each start',
    ]);
    expect(objectOf(made.chart, 'APIService', 'v1beta1.custom.metrics.k8s.io')).toMatchObject({
      spec: {
        insecureSkipTLSVerify: true,
        service: { name: 'prometheus-adapter', namespace: 'observability', port: 6443 },
      },
    });
    expect(podOf(made).volumes).toContainEqual(
      expect.objectContaining({ emptyDir: { sizeLimit: '1Mi' } }),
    );
  });

  it('one that the API server verifies, from cert-manager', () => {
    const made = wired({
      servingCertificate: { kind: 'cert-manager', clusterIssuer: 'house-ca' },
    });
    expect(made.adapter.escapes).toEqual([]);
    for (const api of ofKind(made, 'APIService')) {
      expect(api.metadata.annotations).toEqual({
        'cert-manager.io/inject-ca-from': 'observability/prometheus-adapter-tls',
      });
      expect(api.spec).not.toHaveProperty('insecureSkipTLSVerify');
    }
    expect(objectOf(made.chart, 'Certificate', 'prometheus-adapter-tls').spec).toEqual({
      secretName: 'prometheus-adapter-tls',
      dnsNames: [
        'prometheus-adapter.observability.svc',
        'prometheus-adapter.observability.svc.cluster.local',
      ],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'house-ca' },
      usages: ['server auth'],
      privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always' },
    });
    expect(argsOf(made).filter((arg) => /cert|tls/.test(arg))).toEqual([
      '--tls-cert-file=/etc/secrets/prometheus-adapter-tls/tls.crt',
      '--tls-private-key-file=/etc/secrets/prometheus-adapter-tls/tls.key',
    ]);
    // Nobody need create what cert-manager makes.
    expect(made.adapter.workloads.flatMap((w) => w.secrets)).toEqual([]);
  });

  const judging = [
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  ];

  it('the right to ask who is who, and what it is to answer for', () => {
    const made = wired();
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] };
    expect(rulesOf(made)).toEqual([pods, ...judging]);
    const role = ofKind(made, 'Role')[0];
    expect(role?.metadata.namespace).toBe('kube-system');
    expect(role?.rules).toEqual([
      {
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: ['extension-apiserver-authentication'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
    const resources = bare({ resourceMetrics: true });
    resources.adapter.query(prometheus());
    expect(rulesOf(resources)).toEqual([{ ...pods, resources: ['nodes', 'pods'] }, ...judging]);
  });

  it('no sight of objects that are asked for by name', () => {
    const made = bare();
    made.adapter.query(prometheus());
    made.adapter.serve(ingress);
    made.adapter.serve(waiting);
    expect(rulesOf(made)).toEqual(judging);
  });

  it('a role for viewers, from resource metrics alone', () => {
    const made = bare({ resourceMetrics: true });
    made.adapter.query(prometheus());
    expect(
      objectOf(made.chart, 'ClusterRole', 'observability-prometheus-adapter-readers'),
    ).toMatchObject({
      metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'] }],
    });
    expect(ofKind(wired(), 'ClusterRole')).toHaveLength(1);
  });

  it('a way in for the API server, and a way out to the Prometheus it asks', () => {
    const made = bare({}, { apiServerCidrs: ['192.0.2.1/32'] });
    const store = new Prometheus(made.chart, 'prometheus');
    made.adapter.query(store);
    made.adapter.serve(requests());
    const { ingress: into, egress } = objectOf(
      made.chart,
      'NetworkPolicy',
      'prometheus-adapter',
    ).spec;
    expect(into).toEqual([
      { from: [{ ipBlock: { cidr: '192.0.2.1/32' } }], ports: [{ port: 6443, protocol: 'TCP' }] },
    ]);
    expect(JSON.stringify(egress)).toContain('"app.kubernetes.io/name":"prometheus"');
    expect(configOf(made)).toContain('[2m]');
  });

  it('probes of the health that anyone may ask for, and two pods that are kept apart', () => {
    const made = wired({ replicas: 2 });
    const [container] = podOf(made).containers;
    expect(container.readinessProbe.httpGet).toMatchObject({ path: '/readyz', scheme: 'HTTPS' });
    expect(container.livenessProbe.httpGet).toMatchObject({ path: '/livez', scheme: 'HTTPS' });
    expect(ofKind(made, 'PodDisruptionBudget')).toHaveLength(1);
  });

  it('the window that use of CPU is taken over', () => {
    const made = bare({ resourceMetrics: true, resourceWindow: Duration.minutes(5) });
    made.adapter.query(prometheus());
    // The edge to YAML.
    const config = load(configOf(made)) as { resourceRules: Record<string, unknown> };
    expect(config.resourceRules).toMatchObject({
      window: '5m',
      cpu: { nodeQuery: expect.stringContaining('[5m]') },
    });
  });
});
