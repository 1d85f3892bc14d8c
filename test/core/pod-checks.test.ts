import { k8s } from 'cdk8s-plus-30';
import { describe, expect, it } from 'vitest';
import { type Chart, namespaces } from '../../lib/core/index.js';
import { objectsOf, testChart } from '../support.js';

/** A DaemonSet that nobody of ours made, with this container. */
function agent(
  chart: Chart,
  container: Partial<k8s.Container>,
  pod: Partial<k8s.PodSpec> = {},
  labels: Record<string, string> = {},
): void {
  new k8s.KubeDaemonSet(chart, 'own', {
    metadata: { name: 'own', namespace: 'observability' },
    spec: {
      selector: { matchLabels: { app: 'own' } },
      template: {
        metadata: { labels: { app: 'own', ...labels } },
        spec: { containers: [{ name: 'own', image: 'own', ...container }], ...pod },
      },
    },
  });
}
const faultsOf = (chart: Chart): string => {
  try {
    objectsOf(chart);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};
const one = (fault: string) => `1 error, nothing was written\n  chart/own: ${fault}`;
const probe = { httpGet: { port: k8s.IntOrString.fromString('http') } };

describe('a pod that users write or patch is refused', () => {
  it.each<[string, Partial<k8s.Container>, string]>([
    [
      'with a port name twice',
      { ports: [1, 2].map((containerPort) => ({ name: 'http', containerPort })) },
      'port name "http" is there twice; give each its own',
    ],
    [
      'with a probe of a port that it has not',
      { startupProbe: probe },
      'startupProbe asks port "http", which the container has not; it has: none',
    ],
    [
      'with a directory mounted twice',
      { volumeMounts: ['a', 'b'].map((name) => ({ name, mountPath: '/data' })) },
      'directory "/data" is mounted twice; mount each volume in one of its own',
    ],
  ])('%s', (_, container, message) => {
    const chart = testChart();
    const volumes = container.volumeMounts?.map(({ name }) => ({ name, emptyDir: {} }));
    agent(chart, container, { volumes });
    expect(faultsOf(chart)).toBe(one(`container "own": ${message}`));
  });

  it('with a label that is none, or a node that nobody finds', () => {
    const chart = testChart();
    agent(chart, {}, { nodeSelector: { 'a/b/c': 'd' } }, { team: 'my team' });
    expect(faultsOf(chart)).toBe(
      [
        '2 errors, nothing was written',
        'chart/own: nodeSelector has "a/b/c", which is not the key of a label; give [prefix/]name, the name of at most 63 characters',
        'chart/own: pod template has team "my team", which is not a label value; give at most 63 letters, digits, "-", "_" and "."',
      ].join('\n  '),
    );
  });
});

describe('a pod in a namespace that enforces the restricted profile is refused', () => {
  const restricted: Partial<k8s.Container> = {
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
  const secure = restricted.securityContext;
  it.each<[string, Partial<k8s.Container>, Partial<k8s.PodSpec>]>([
    ['hostPID, hostIPC', {}, { hostPid: true, hostIpc: true }],
    ['hostPort', { ports: [{ containerPort: 80, hostPort: 80 }] }, {}],
    [
      'a probe with a host',
      { livenessProbe: { tcpSocket: { host: '127.0.0.1', port: k8s.IntOrString.fromNumber(80) } } },
      {},
    ],
    ['runAsNonRoot "false"', { securityContext: { ...secure, runAsNonRoot: false } }, {}],
    ['runAsUser "0"', { securityContext: { ...secure, runAsUser: 0 } }, {}],
    [
      'capabilities added',
      { securityContext: { ...secure, capabilities: { drop: ['ALL'], add: ['NET_RAW'] } } },
      {},
    ],
    ['no seccompProfile', { securityContext: { ...secure, seccompProfile: undefined } }, {}],
  ])('with %s', (taken, container, pod) => {
    const chart = testChart();
    namespaces(chart);
    agent(chart, { ...restricted, ...container }, pod);
    expect(faultsOf(chart)).toBe(
      one(
        `${taken} are not for namespace "observability", which enforces "restricted"; leave them out, or give it a namespace that admits them, as the site's nodeNamespace`,
      ),
    );
  });

  it('but not with what the pod says for its containers, or what the profile lets be', () => {
    const chart = testChart();
    namespaces(chart);
    const { runAsNonRoot: _, seccompProfile: __, ...own } = secure ?? {};
    agent(
      chart,
      {
        securityContext: { ...own, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } },
        volumeMounts: [{ name: 'a', mountPath: '/a' }],
      },
      {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } },
        volumes: [{ name: 'a', csi: { driver: 'secrets-store.csi.k8s.io' } }],
      },
    );
    expect(faultsOf(chart)).toBe('');
  });

  it('nor where nobody here says what the namespace enforces', () => {
    const chart = testChart();
    agent(chart, {}, { hostNetwork: true });
    expect(faultsOf(chart)).toBe('');
  });
});
