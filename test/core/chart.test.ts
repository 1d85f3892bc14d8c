import { Chart as Cdk8sChart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-30';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { App, Chart, type ILateObjects, late, namespaces } from '../../lib/core/index.js';
import { inventory, objectOf, testChart } from '../support.js';
import { sampleWorkload } from './parts.js';

const site = { cluster: 'test' };
const configMap = (scope: Construct, name: string, props: k8s.KubeConfigMapProps) =>
  new k8s.KubeConfigMap(scope, name, { metadata: { name, namespace: 'a' }, ...props });

describe('a chart', () => {
  it('writes what others refer to first, then by namespace, kind and name', () => {
    const chart = testChart();
    sampleWorkload(chart, 'zebra').listen({ name: 'http', port: 80 });
    const ant = sampleWorkload(chart, 'ant', { replicas: 2 });
    ant.listen({ name: 'http', port: 80 });
    const read = { apiGroup: '', resources: ['pods'], verbs: ['list'], reason: 'x' } as const;
    ant.allow('cluster', read);
    ant.allow({ namespace: 'shop' }, read);
    configMap(chart, 'settings', { data: { a: 'b' } });
    namespaces(chart);
    expect(inventory(chart)).toEqual([
      'Namespace observability',
      'Namespace observability-node',
      'ServiceAccount ant',
      'ServiceAccount zebra',
      'ClusterRole observability-ant',
      'Role observability-ant',
      'ClusterRoleBinding observability-ant',
      'RoleBinding observability-ant',
      'ConfigMap settings',
      'Service ant',
      'Service zebra',
      'Deployment ant',
      'Deployment zebra',
      'NetworkPolicy ant',
      'NetworkPolicy zebra',
      'PodDisruptionBudget ant',
    ]);
  });

  it('leaves out a ConfigMap that nothing filled, and no other', () => {
    const chart = testChart();
    configMap(chart, 'spare', {});
    configMap(chart, 'spare-too', { data: late(() => JSON.parse('{}').missing) });
    configMap(chart, 'text', { data: { a: '' } });
    configMap(chart, 'binary', { binaryData: { a: 'AA==' } });
    expect(inventory(chart)).toEqual(['ConfigMap binary', 'ConfigMap text']);
  });

  it('writes objects that only the finished wiring knows, sorted with the others', () => {
    class Late extends Construct implements ILateObjects {
      readonly lateObjects = () =>
        ['b', 'a'].map((name) => ({ apiVersion: 'example.com/v1', kind: 'A', metadata: { name } }));
    }
    const chart = testChart();
    new Late(chart, 'late');
    configMap(chart, 'settings', { data: { a: 'b' } });
    expect(inventory(chart)).toEqual(['ConfigMap settings', 'A a', 'A b']);
    expect(inventory(chart)).toEqual(inventory(chart));
    expect(chart.manifests()[1]?.path).toBe('chart/late');
  });

  it('gives its objects, judged or not, to whoever asks as of cdk8s', () => {
    const chart = testChart();
    configMap(chart, 'b', { data: { a: 'x' } });
    configMap(chart, 'a', { data: { a: 'x' } });
    expect(chart.toJson().map((o) => o.metadata.name)).toEqual(['a', 'b']);
  });

  it('completes its site', () => {
    expect(testChart().site).toMatchObject({ cluster: 'test', namespace: 'observability' });
  });
});

describe('an app refuses', () => {
  it('a chart that would be lost', () => {
    const app = new App();
    new Chart(app, 'ours', { site });
    new Cdk8sChart(app, 'plain');
    expect(() => app.render()).toThrow(
      new Error(
        "1 error, nothing was written\n  plain: is a chart that knows no site; make it as new Chart(app, id, { site }) of 'cdk8s-observability', not of 'cdk8s'",
      ),
    );
  });

  it('a chart whose objects would be written twice', () => {
    const app = new App();
    new Chart(new Chart(app, 'outer', { site }), 'inner', { site });
    expect(() => app.render()).toThrow(
      new Error(
        '1 error, nothing was written\n  outer/inner: stands in another chart; make it in the app, or in a Construct of it',
      ),
    );
  });

  it('one object from two charts of a cluster, and not of two clusters', () => {
    const twice = (first: string, second: string) => {
      const app = new App();
      const chart = (id: string, cluster: string) => new Chart(app, id, { site: { cluster } });
      configMap(chart('10-a', first), 'settings', { data: { a: 'x' } });
      configMap(chart('20-b', second), 'settings', { data: { a: 'x' } });
      return () => app.render();
    };
    expect(twice('test', 'test')).toThrow(
      new Error(
        '1 error, nothing was written\n  20-b/settings: ConfigMap "settings" is made by 10-a/settings as well; give one of the components another name',
      ),
    );
    expect(twice('one', 'two')).not.toThrow();
  });
});

describe('the two namespaces of a site', () => {
  const levelsOf = (facts: object) => {
    const chart = testChart(facts);
    namespaces(chart);
    return inventory(chart).map((object) => {
      const [kind = '', name = ''] = object.split(' ');
      return [name, objectOf(chart, kind, name).metadata.labels];
    });
  };
  const labels = (name: string, level: string, partOf = 'observability') => ({
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': partOf,
    'app.kubernetes.io/managed-by': 'cdk8s',
    'pod-security.kubernetes.io/enforce': level,
    'pod-security.kubernetes.io/enforce-version': 'v1.34',
    'pod-security.kubernetes.io/audit': level,
    'pod-security.kubernetes.io/audit-version': 'v1.34',
    'pod-security.kubernetes.io/warn': level,
    'pod-security.kubernetes.io/warn-version': 'v1.34',
  });

  it('are restricted, but for the one that touches the host', () => {
    expect(levelsOf({ nodeNamespace: 'agents' })).toEqual([
      ['agents', labels('agents', 'privileged')],
      ['observability', labels('observability', 'restricted')],
    ]);
  });

  it('may be one, which then lets the agents in', () => {
    expect(levelsOf({ namespace: 'all', nodeNamespace: 'all' })).toEqual([
      ['all', labels('all', 'privileged', 'all')],
    ]);
  });
});
