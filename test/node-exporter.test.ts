import { Size } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { type IDashboardSource, type PlatformName, platform } from '../lib/core/index.js';
import { hostWatch, NodeExporter, type NodeExporterProps } from '../lib/node-exporter/index.js';
import { boardJson, drawn } from './drawn.js';
import { inventory, objectOf, testChart } from './support.js';

const on = (name: PlatformName) => testChart({ platform: platform(name) });

const podOf = (props: NodeExporterProps = {}, chart = testChart()) => {
  new NodeExporter(chart, 'node-exporter', props);
  return objectOf(chart, 'DaemonSet', 'node-exporter').spec.template.spec;
};

describe('renders its config', () => {
  it('as flags: on the address of the node, what it sees of it, and nothing that needs more', async () => {
    const [container] = podOf().containers;
    await expect(`${container.args.join('\n')}\n`).toMatchFileSnapshot(
      'golden/node-exporter/default.txt',
    );
    expect(container.env).toContainEqual({
      name: 'HOST_IP',
      valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } },
    });
  });

  it.each([0, 1])('as dashboard %i', async (index) => {
    const dashboard = hostWatch({ tracksConnections: true }).dashboards[index];
    await expect(boardJson(dashboard)).toMatchFileSnapshot(
      `golden/node-exporter/${dashboard?.uid}.json`,
    );
  });

  it('with files of metrics, and flags of your own last', () => {
    const [container] = podOf({
      textFiles: '/var/lib/node-exporter',
      extraArgs: ['--collector.systemd', '--web.max-requests=10'],
    }).containers;
    expect(container.args).toContain(
      '--collector.textfile.directory=/host/root/var/lib/node-exporter',
    );
    expect(container.args.slice(-2)).toEqual(['--collector.systemd', '--web.max-requests=10']);
  });
});

describe('offers', () => {
  it('one on every node, in the namespace for what touches the host, without a policy: none binds it', () => {
    const chart = testChart();
    const exporter = new NodeExporter(chart, 'node-exporter');
    expect(inventory(chart)).toEqual([
      'ServiceAccount node-exporter',
      'Service node-exporter',
      'DaemonSet node-exporter',
    ]);
    expect(exporter.namespace).toBe('observability-node');
  });

  it('a job of the name of the component, on the path of its metrics', () => {
    const [target, ...rest] = new NodeExporter(testChart(), 'nodes').scrapeTargets;
    expect(rest).toEqual([]);
    expect(target).toMatchObject({ job: 'nodes', endpoints: [{ port: 9100, path: '/metrics' }] });
    expect(target?.endpoints[0]?.workload?.peer).toEqual({ kind: 'nodes' });
  });

  it('two dashboards that can be drawn: of all nodes, and of one', () => {
    const { dashboards } = new NodeExporter(testChart(), 'node-exporter');
    expect(dashboards).toMatchObject([
      { uid: 'node-exporter', title: 'Nodes', folder: 'Kubernetes' },
      { uid: 'node', title: 'Node', folder: 'Kubernetes' },
    ]);
    for (const dashboard of dashboards) {
      const { panels, faults } = drawn(dashboard);
      expect(faults).toEqual([]);
      expect(panels.filter(({ type }) => type === 'stat')).toHaveLength(8);
    }
  });

  it('dashboards of another job under other uids and titles, which lead to each other', () => {
    const { dashboards } = hostWatch({ job: 'nodes' });
    expect(dashboards).toMatchObject([
      { uid: 'nodes', title: 'Nodes: nodes' },
      { uid: 'nodes-node', title: 'Node: nodes' },
    ]);
    const [overview, node] = dashboards.map(boardJson);
    expect(overview).toContain(
      '/d/nodes-node?${__url_time_range}&var-cluster=${__data.fields.cluster:percentencode}&var-node=${__data.fields.node:percentencode}',
    );
    expect(node).toContain('"url": "/d/nodes"');
  });

  it('a panel of tracked connections where they are told', () => {
    const titles = (watch: IDashboardSource) =>
      watch.dashboards.flatMap((dashboard) => drawn(dashboard).panels.map(({ title }) => title));
    const tracked = 'Connections tracked';
    expect(titles(new NodeExporter(testChart(), 'node-exporter'))).toContain(tracked);
    expect(titles(hostWatch({ tracksConnections: true }))).toContain(tracked);
    expect(titles(hostWatch())).not.toContain(tracked);
  });
});

describe('derives', () => {
  it('what it takes from the host, with reasons, and no capability', () => {
    const chart = testChart();
    const exporter = new NodeExporter(chart, 'node-exporter');
    const pod = objectOf(chart, 'DaemonSet', 'node-exporter').spec.template.spec;
    expect(pod).toMatchObject({ hostNetwork: true, hostPID: true });
    expect(pod.volumes).toEqual([{ name: 'host', hostPath: { path: '/', type: 'Directory' } }]);
    expect(pod.containers[0].volumeMounts).toEqual([
      {
        name: 'host',
        mountPath: '/host/root',
        readOnly: true,
        mountPropagation: 'HostToContainer',
      },
    ]);
    expect(pod.containers[0].securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      capabilities: { drop: ['ALL'] },
    });
    expect(exporter.workloads[0]?.exceptions.map((e) => e.field)).toEqual([
      'hostNetwork',
      'hostPID',
      'hostPath /',
    ]);
  });

  it('no sight of processes where it is told to do without', () => {
    const chart = testChart();
    const exporter = new NodeExporter(chart, 'node-exporter', { hostPid: false });
    expect(objectOf(chart, 'DaemonSet', 'node-exporter').spec.template.spec.hostPID).toBe(
      undefined,
    );
    expect(exporter.workloads[0]?.exceptions.map((e) => e.field)).not.toContain('hostPID');
  });

  it('its port from the platform, in the flag, the container and the Service', () => {
    const chart = testChart({ platform: platform('generic', { nodeExporterPort: 9200 }) });
    const [container] = podOf({}, chart).containers;
    expect(container.args[0]).toBe('--web.listen-address=[$(HOST_IP)]:9200');
    expect(container.ports).toEqual([{ name: 'metrics', containerPort: 9200, protocol: 'TCP' }]);
    expect(objectOf(chart, 'Service', 'node-exporter').spec.ports[0].port).toBe(9200);
  });

  it('the limit of Go from the limit of memory', () => {
    const [container] = podOf({ resources: { memoryLimit: Size.mebibytes(100) } }).containers;
    expect(container.env).toContainEqual({ name: 'GOMEMLIMIT', value: '94371840' });
  });

  it('an account that OpenShift admits, and a place in the summary, beside the exporter there', () => {
    const chart = on('openshift');
    const exporter = new NodeExporter(chart, 'node-exporter', { beside: 'ours keeps more' });
    expect(inventory(chart)).toContain('RoleBinding node-exporter-scc');
    expect(exporter.escapes).toEqual(["beside the platform's own: ours keeps more"]);
    expect(exporter.scrapeTargets[0]?.endpoints[0]?.port).toBe(9101);
  });
});

describe('refuses', () => {
  it('a platform that lets no pod see its node', () => {
    expect(() => new NodeExporter(on('gke-autopilot'), 'node-exporter')).toThrow(
      new Error(
        'chart/node-exporter: platform "gke-autopilot" lets no pod see its node; leave it out: the kubelets and the platform show how nodes fare',
      ),
    );
  });

  it('a platform that brings one, unless there is a reason for two', () => {
    expect(() => new NodeExporter(on('openshift'), 'node-exporter')).toThrow(
      new Error(
        'chart/node-exporter: platform "openshift" brings a node-exporter; leave this one out, or say why in "beside"',
      ),
    );
  });

  const refusals: readonly (readonly [string, NodeExporterProps, string])[] = [
    [
      'files of metrics in no directory',
      { textFiles: 'metrics' },
      'textFiles "metrics" is not the path of a directory; give "/var/lib/node-exporter", say',
    ],
    [
      'a directory with a slash at its end, which would be another volume name',
      { textFiles: '/var/lib/' },
      'textFiles "/var/lib/" is not the path of a directory; give "/var/lib/node-exporter", say',
    ],
    [
      'an argument that is no flag',
      { extraArgs: ['collector.systemd'] },
      'extraArgs ["collector.systemd"] has "collector.systemd", which is not a flag; give "--name=value"',
    ],
    [
      'an empty reason',
      { beside: ' ' },
      'beside " " is not a text; give a string that is not empty',
    ],
  ];
  it.each(refusals)('%s', (_, props, message) => {
    expect(() => new NodeExporter(testChart(), 'node-exporter', props)).toThrow(
      new Error(`chart/node-exporter: ${message}`),
    );
  });

  it('words for a flag, from a caller without types', () => {
    const props = JSON.parse('{ "hostPid": "no" }');
    expect(() => new NodeExporter(testChart(), 'node-exporter', props)).toThrow(
      new Error('chart/node-exporter: hostPid "no" is not a boolean; give true or false'),
    );
  });

  it('none of what is nearly that', () => {
    const near: readonly NodeExporterProps[] = [
      { textFiles: '/metrics' },
      { extraArgs: ['--no-collector.zfs'] },
      { extraArgs: [] },
      { beside: 'not needed here, and no harm' },
      { hostPid: true, namespace: 'monitoring' },
    ];
    for (const props of near) expect(() => podOf(props)).not.toThrow();
  });
});
