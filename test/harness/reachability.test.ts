import { BlockList } from 'node:net';
import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../lib/core/index.js';
import { example } from '../../sites/example.js';
import { stackOf } from '../conformance/cluster/stack.js';
import { wired } from '../conformance/flow/access/arrows.js';
import {
  type Attempt,
  counted,
  judge,
  plan,
  tryAll,
} from '../conformance/flow/access/reachability.js';
import { type FarEnd, type Guard, guards } from '../conformance/flow/node/policies.js';
import type { Reached } from '../conformance/flow/system/relay-types.js';
import { Objects, stack } from '../house/house.js';
import { living } from './living.js';

const outside = [{ name: 'the world', address: '203.0.113.10', port: 443 }];
const workloads = wired(stackOf(example)());
const live = living(stack());
const planned = plan(workloads, live, outside);

const titles = (expected: Attempt['expected']) =>
  new Set(planned.attempts.filter((one) => one.expected === expected).map((one) => one.title));

describe('what must be reachable', () => {
  it.each([
    'prometheus → loki:3100 (scrapes loki)',
    'grafana → Service loki:3100 (asks the datasource loki)',
    'alloy → kube-system/coredns:53 (resolves names)',
    'kube-state-metrics → API server:6443 (calls the Kubernetes API)',
    'kube-state-metrics → Service kubernetes:443 (calls the Kubernetes API)',
    'prometheus → kubelet of node-1:10250 (scrapes kubelet)',
    'prometheus → node-exporter:9100 (scrapes node-exporter)',
    'alertmanager → the world:443 (tells receiver "heartbeat")',
    'envoy-gateway-system/envoy → grafana:3000 (lets the gateway in)',
    'node-exporter → loki:3100 (its own node)',
  ])('is %s', (title) => {
    expect(titles('open')).toContain(title);
  });

  it('leaves no arrow that nothing tries', () => {
    expect(planned.untried).toEqual([]);
    const alone = plan(workloads, living([]), []);
    expect(alone.untried).toContain('alertmanager → nobody (tells receiver "slack")');
  });
});

describe('what must be refused', () => {
  it.each([
    'loki → prometheus:9090 (no arrow)',
    'loki → Service prometheus:9090 (no arrow)',
    'grafana → API server:6443 (no arrow)',
    'alertmanager → kubelet of node-1:10250 (no arrow)',
    'grafana → kube-system/coredns:9153 (no arrow)',
    'envoy-gateway-system/envoy → prometheus:9090 (no arrow)',
    'default/tools → grafana:3000 (no arrow)',
    'loki → node-exporter:9100 (no arrow)',
    'node-exporter → loki:3100 (no arrow)',
  ])('is %s', (title) => {
    expect(titles('refused')).toContain(title);
  });

  it('is nothing between others than ours, nor who may be at an address that nobody told', () => {
    const all = [...titles('open'), ...titles('refused')].join('\n');
    expect(all).not.toMatch(/tools → .*coredns/);
    expect(all).not.toMatch(/kube-state-metrics → the world/);
  });
});

it('is tried pod by pod, and an answer is given to each attempt', async () => {
  const pods = new Set<string>();
  const answers = await tryAll(planned.attempts, async ({ namespace, name }, targets) => {
    expect(pods).not.toContain(`${namespace}/${name}`);
    pods.add(`${namespace}/${name}`);
    return targets.map((one) => one.expected);
  });
  expect(judge(planned, answers)).toEqual({ saw: planned.attempts.length, faults: [] });
  const [first] = planned.attempts;
  const silent = await tryAll(planned.attempts, async (_, targets) =>
    targets.map((one) => (one === first ? 'timeout' : one.expected)),
  );
  expect(judge(planned, silent).faults).toEqual([
    `${first?.title}: timeout, not ${first?.expected}, from pod ${first?.source.namespace}/${first?.source.name} to ${first?.address}:${first?.port}`,
  ]);
});

/** What policies would make of the attempts, by the rules that a node writes of them. */
function judged(objects: readonly Manifest[]): ReadonlyMap<Attempt, Reached> {
  const pods = live.filter(({ kind }) => kind === 'Pod');
  const written = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const namespaces = [...new Set(pods.map(({ metadata }) => metadata.namespace))].map((name) => ({
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name ?? '' } },
  }));
  const all = ['node-1', 'node-2'].flatMap((node) =>
    // As the API server would give them.
    guards({
      node,
      policies: written as V1NetworkPolicy[],
      pods: pods as unknown as V1Pod[],
      namespaces,
    }),
  );
  const lets = (own: string, way: Guard['way'], far: string, port: number): boolean => {
    const guard = all.find((one) => one.address === own && one.way === way);
    if (!guard || far === own) return true;
    return guard.openings.some(
      ({ far: end, ports }) =>
        isEnd(end, far) &&
        (ports?.first === undefined || (ports.first <= port && port <= (ports.last ?? 0))),
    );
  };
  const straight = planned.attempts.filter(({ title }) => !title.includes('→ Service '));
  return new Map(
    straight.map((one) => {
      const source = pods.find(({ metadata }) => metadata.name === one.source.name);
      const target = pods.find(({ status }) => status.podIP === one.address);
      const from = source?.status.podIP;
      const isOwnNode = source?.spec.hostNetwork && source.spec.nodeName === target?.spec.nodeName;
      const open =
        isOwnNode ||
        (lets(from, 'Egress', one.address, one.port) &&
          lets(one.address, 'Ingress', from, one.port));
      return [one, open ? 'open' : 'refused'];
    }),
  );
}

function isEnd(end: FarEnd, address: string): boolean {
  if (end.kind === 'anyone') return true;
  if (end.kind === 'pods') return end.addresses.includes(address);
  const within = (cidrs: readonly string[]) => {
    const ranges = new BlockList();
    for (const cidr of cidrs.filter((one) => !one.includes(':')))
      ranges.addSubnet(cidr.split('/')[0] ?? '', Number(cidr.split('/')[1]));
    return ranges.check(address);
  };
  return within([end.cidr]) && !within(end.except);
}

describe('the policies of the example', () => {
  const straight = {
    attempts: planned.attempts.filter(({ title }) => !title.includes('→ Service ')),
    untried: [],
  };

  it('let through every arrow and nothing else', () => {
    const { saw, faults } = judge(straight, judged(stack()));
    expect(faults).toEqual([]);
    expect(saw).toBeGreaterThanOrEqual(200);
    expect(counted(planned)).toMatch(
      /^\d+ connections with an arrow open, \d+ without one refused$/,
    );
  });

  it.each<[string, (o: Objects) => void, string]>([
    [
      'a dropped rule',
      (o) => o.get('NetworkPolicy', 'loki').spec.ingress.pop(),
      'alloy → loki:3100 (sends logs): refused, not open',
    ],
    [
      'a policy that selects nobody',
      (o) => {
        o.get('NetworkPolicy', 'loki').spec.podSelector.matchLabels = { app: 'lokki' };
      },
      'default/tools → loki:3100 (no arrow): open, not refused',
    ],
    [
      'a rule that lets in all',
      (o) => delete o.get('NetworkPolicy', 'prometheus').spec.ingress[0].from,
      'default/tools → prometheus:9090 (no arrow): open, not refused',
    ],
  ])('are caught with %s', (_, mutate, fault) => {
    const objects = new Objects(stack());
    mutate(objects);
    const { faults } = judge(straight, judged(objects.all));
    expect(faults.join('\n')).toContain(fault);
  });
});
