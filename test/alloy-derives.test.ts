import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type Chart, type Platform, platform } from '../lib/core/index.js';
import { collecting, inCluster, loki, podOf, scraping } from './alloy-parts.js';
import { objectOf, objectsOf, testChart } from './support.js';

const at = (name: Platform['name']) => testChart({ platform: platform(name) });

describe('derives', () => {
  it('root without capabilities, and what it sees of the node, from reading files', () => {
    const pod = podOf(collecting());
    const [{ securityContext, volumeMounts }] = pod.containers;
    expect(securityContext).toMatchObject({
      runAsUser: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(volumeMounts.map((m: { mountPath: string }) => m.mountPath)).toEqual([
      '/etc/alloy',
      '/var/lib/alloy',
      '/var/lib/alloy/loki.source.file.pod_logs',
      '/var/log/pods',
    ]);
    expect(volumeMounts[3]).toMatchObject({ readOnly: true });
    expect(pod.volumes).toContainEqual({
      name: 'host-var-lib-alloy-observability-node-alloy',
      hostPath: { path: '/var/lib/alloy/observability-node-alloy', type: 'DirectoryOrCreate' },
    });
    expect(pod.securityContext.fsGroup).toBeUndefined();
  });

  it.each([
    ['through the API', collecting({ via: 'api' })],
    ['without logs', scraping()],
  ])('a plain user and no host path %s', (_, chart) => {
    const pod = podOf(chart);
    expect(pod.securityContext).toMatchObject({ runAsUser: 10001, runAsNonRoot: true });
    expect(pod.volumes.filter((v: object) => 'hostPath' in v)).toEqual([]);
  });

  it.each([
    ['gke-autopilot', undefined, []],
    ['openshift', { type: 'container_logreader_t' }, ['alloy-scc']],
  ] as const)(
    'positions in the pod where nothing may be written on the node: %s',
    (name, seLinux, bound) => {
      const chart = collecting({}, at(name));
      const pod = podOf(chart);
      const onHost = pod.volumes.flatMap(
        (v: { hostPath?: { path: string } }) => v.hostPath?.path ?? [],
      );
      expect(onHost).toEqual(['/var/log/pods']);
      expect(pod.securityContext.seLinuxOptions).toEqual(seLinux);
      const bindings = objectsOf(chart).filter((o) => o.kind === 'RoleBinding');
      expect(bindings.map((o) => o.metadata.name)).toEqual(bound);
      for (const b of bindings)
        expect(b.roleRef).toMatchObject({
          kind: 'ClusterRole',
          name: 'system:openshift:scc:privileged',
        });
    },
  );

  it('roles in the namespaces named, else in the whole cluster', () => {
    const roles = (chart: Chart) =>
      objectsOf(chart)
        .filter((o) => o.kind === 'Role' || o.kind === 'ClusterRole')
        .map((o) => [o.kind, o.metadata.namespace, o.rules]);
    const list = { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] };
    const read = { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get'] };
    expect(roles(collecting())).toEqual([['ClusterRole', undefined, [list]]]);
    expect(roles(collecting({ via: 'api' }))).toEqual([['ClusterRole', undefined, [read, list]]]);
    expect(roles(collecting({ via: 'api', namespaces: ['shop'] }))).toEqual([
      ['Role', 'shop', [read, list]],
    ]);
    const chart = testChart();
    const events = inCluster(chart);
    events.collectClusterEvents();
    events.sendLogsTo(loki);
    expect(roles(chart)).toEqual([
      [
        'ClusterRole',
        undefined,
        [{ apiGroups: [''], resources: ['events'], verbs: ['list', 'watch'] }],
      ],
      [
        'Role',
        'observability',
        [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['get'],
            resourceNames: ['alloy-config'],
          },
        ],
      ],
    ]);
  });

  it('a volume, a headless Service and the flags of a cluster from replicas', () => {
    const chart = testChart({ storageClass: 'fast' });
    const alloy = inCluster(chart, { replicas: 3, volumeSize: Size.gibibytes(5) });
    alloy.addLogsReceiver();
    alloy.sendLogsTo(loki);
    const { spec } = objectOf(chart, 'StatefulSet', 'alloy');
    expect(spec.volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '5Gi' } },
    });
    expect(spec.template.spec.containers[0].args).toEqual([
      'run',
      '/etc/alloy/config.alloy',
      '--server.http.listen-addr=0.0.0.0:12345',
      '--storage.path=/var/lib/alloy',
      '--stability.level=generally-available',
      '--disable-reporting',
      '--cluster.enabled=true',
      '--cluster.name=observability-alloy',
      '--cluster.advertise-address=$(POD_IP)',
      '--cluster.join-addresses=alloy-headless.observability.svc.cluster.local',
    ]);
    const { ingress } = objectOf(chart, 'NetworkPolicy', 'alloy').spec;
    expect(ingress[0].ports).toEqual([{ port: 12345, protocol: 'TCP' }]);
  });

  it('a reload from a changed config, and no restart', () => {
    const { template } = objectOf(collecting(), 'DaemonSet', 'alloy').spec;
    expect(template.metadata.annotations).toBeUndefined();
    expect(template.spec.containers[1].args).toContain(
      '--reload-url=http://127.0.0.1:12345/-/reload',
    );
  });

  it('egress to its destinations, names and the API', () => {
    const { egress, ingress } = objectOf(collecting(), 'NetworkPolicy', 'alloy').spec;
    const ports = egress.flatMap((rule: { ports: { port: number }[] }) =>
      rule.ports.map((p) => p.port),
    );
    expect(ports.toSorted()).toEqual([3100, 443, 53, 53, 6443]);
    expect(ingress).toBeUndefined();
  });
});
