import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import {
  App,
  Chart,
  type Connection,
  componentChecks,
  Endpoint,
  ring,
  type Workload,
} from '../../lib/core/index.js';
import { testChart } from '../support.js';
import { Sample } from './parts.js';

describe('a component', () => {
  it('lives in the namespace of the site, of its agents, or of its own', () => {
    const chart = testChart({ namespace: 'main', nodeNamespace: 'agents' });
    expect(new Sample(chart, 'a').namespace).toBe('main');
    expect(new Sample(chart, 'b', {}, true).namespace).toBe('agents');
    expect(new Sample(chart, 'c', { namespace: 'mine' }, true).namespace).toBe('mine');
  });

  it('finds its site wherever it stands in a chart', () => {
    const chart = testChart({ cluster: 'far' });
    const scope = new Construct(new Construct(chart, 'a'), 'b');
    const sample = new Sample(scope);
    expect(sample.site.cluster).toBe('far');
    expect(sample.where).toBe('chart/a/b/sample');
  });

  it('shows its escape hatches', () => {
    const image = 'registry.example.com/fork/sample:v9';
    const sample = new Sample(testChart(), 'sample', { image, patchPod: (pod) => pod });
    expect(sample.escapes).toEqual(['patchPod', `image ${image}`]);
  });

  it.each(['a', 'a-1', 'a'.repeat(42)])('may be named %s', (id) => {
    expect(new Sample(testChart(), id).name).toBe(id);
  });

  it.each(['Loki', '1a', 'a-', 'a.b', 'a_b', 'a'.repeat(43)])('may not be named %s', (id) => {
    expect(() => new Sample(testChart(), id)).toThrow(
      new Error(
        `chart: component name "${id}" is not a DNS label of at most 42 characters; start with a letter, then lower-case letters, digits and "-"`,
      ),
    );
  });

  it('stands in a chart that knows its site', () => {
    const scope = new Construct(new App(), 'nowhere');
    expect(() => new Sample(scope)).toThrow(
      new Error(
        "nowhere/sample: stands in no chart that knows its site; make it in new Chart(app, id, { site }) of 'cdk8s-observability', not of 'cdk8s'",
      ),
    );
  });

  const bad: readonly (readonly [string, string])[] = [
    ['{"nodeselector":{}}', '"nodeselector" is not a known property; did you mean "nodeSelector"?'],
    ['{"namespace":""}', 'namespace "" is not a text; give a string that is not empty'],
    ['{"tolerations":["a"]}', 'tolerations ["a"] has "a", which is not an object; give an object'],
    ['{"patchPod":{}}', 'patchPod {} is not a function; give a function'],
    ['{"affinity":[]}', 'affinity [] is not an object; give an object'],
    ['{"priorityClass":5}', 'priorityClass 5 is not a text; give a string that is not empty'],
    ['{"image":null}', 'image null is not a text; give a string that is not empty'],
    ['{"resources":"2Gi"}', 'resources "2Gi" is not an object; give an object'],
  ];
  it.each(bad)('refuses %s', (json, message) => {
    const sample = new Sample(testChart());
    expect(() => sample.check(JSON.parse(json), componentChecks)).toThrow(
      new Error(`chart/sample: ${message}`),
    );
  });
});

/** Lets a test connect as the verbs of a component do. */
class Caller extends Sample {
  connect(endpoint: Endpoint, from?: readonly Workload[]): Connection {
    return this.connectTo(endpoint, 'for the test', from);
  }
}

describe('a connection', () => {
  const endpoint = Endpoint.fromUrl('http://a.example.com');

  it('is made from all of its workloads, or from those that are named', () => {
    const caller = new Caller(testChart(), 'caller');
    const [read, write] = [caller.run({ role: 'read' }), caller.run({ role: 'write' })];
    expect(caller.connect(endpoint, [write])).toEqual({ url: 'http://a.example.com' });
    expect([read, write].map((w) => w.traffic.goesOutside)).toEqual([false, true]);
    caller.connect(endpoint);
    expect([read, write].map((w) => w.traffic.goesOutside)).toEqual([true, true]);
  });

  it('is refused to one that runs nothing', () => {
    expect(() => new Caller(testChart(), 'caller').connect(endpoint)).toThrow(
      new Error('chart/caller: has no workload to connect from; make one first'),
    );
  });
});

it('a ring is refused without members', () => {
  const sample = new Sample(new Chart(new App(), 'chart', { site: { cluster: 'a' } }));
  expect(() => ring(sample, [], { port: 7946 })).toThrow(
    new Error('chart/sample: ring has no members; name the workloads that gossip'),
  );
});
