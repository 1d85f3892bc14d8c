import type { k8s } from 'cdk8s-plus-30';
import { describe, expect, it } from 'vitest';
import {
  type ComponentProps,
  platform,
  type SiteProps,
  type Workload,
  type WorkloadProps,
} from '../../lib/core/index.js';
import { objectOf, testChart } from '../support.js';
import { Sample } from './parts.js';

interface Told {
  readonly site?: Partial<SiteProps>;
  readonly component?: ComponentProps;
  readonly workload?: Partial<WorkloadProps>;
  readonly act?: (workload: Workload) => void;
}
/** The pod of one workload, of what was told at three places. */
const podOf = ({ site, component, workload, act }: Told) => {
  const chart = testChart(site);
  const made = new Sample(chart, 'sample', component).run(workload);
  act?.(made);
  return objectOf(chart, made.props.kind, 'sample').spec.template.spec;
};
const agent: Partial<WorkloadProps> = { kind: 'DaemonSet' };
const taint = (key: string) => ({ key, operator: 'Exists' as const });
const zone = (value: string): k8s.Affinity => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: [value] }] }],
    },
  },
});

describe('a pod is scheduled', () => {
  it('on Linux, and nowhere special', () => {
    const pod = podOf({});
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    for (const field of ['tolerations', 'affinity', 'priorityClassName', 'imagePullSecrets'])
      expect(pod).not.toHaveProperty(field);
  });

  it('where the site and its component say', () => {
    const pod = podOf({
      site: {
        nodeSelector: { pool: 'infra', disk: 'hdd' },
        tolerations: [taint('infra')],
        affinity: zone('a'),
        priorityClass: 'low',
      },
      component: {
        nodeSelector: { disk: 'ssd' },
        tolerations: [taint('ssd')],
        affinity: zone('b'),
        priorityClass: 'high',
      },
    });
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', pool: 'infra', disk: 'ssd' });
    expect(pod.tolerations).toEqual([taint('infra'), taint('ssd')]);
    expect(pod.affinity).toEqual(zone('b'));
    expect(pod.priorityClassName).toBe('high');
  });

  it('as the site says, where its component says nothing', () => {
    const site = { affinity: zone('a'), priorityClass: 'low', tolerations: [taint('infra')] };
    const pod = podOf({ site });
    expect([pod.affinity, pod.priorityClassName]).toEqual([zone('a'), 'low']);
  });

  it('apart from its other replicas, unless it is told how', () => {
    const two = { replicas: 2 };
    const near = podOf({ workload: two, component: { affinity: zone('a') } }).affinity;
    expect(Object.keys(near)).toEqual(['nodeAffinity', 'podAntiAffinity']);
    const affinity = { ...zone('a'), podAntiAffinity: {} };
    expect(podOf({ workload: two, component: { affinity } }).affinity).toEqual(affinity);
  });

  it('on every node where it is an agent, wherever the site wants its other pods', () => {
    const site = {
      nodeSelector: { pool: 'infra' },
      tolerations: [taint('infra')],
      affinity: zone('a'),
      priorityClass: 'low',
      nodePriorityClass: 'agents',
    };
    expect(podOf({ site, workload: agent })).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      tolerations: [{ operator: 'Exists' }],
      priorityClassName: 'agents',
    });
    expect(podOf({ site, workload: agent })).not.toHaveProperty('affinity');
    const component = { nodeSelector: { gpu: 'yes' }, affinity: zone('b') };
    const told = podOf({ site, component, workload: agent });
    expect(told.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', gpu: 'yes' });
    expect(told.affinity).toEqual(zone('b'));
  });
});

describe('an image', () => {
  it('is pulled from the mirror of the site, with its credentials', () => {
    const site = { registryMirror: 'mirror.example.com/all', pullSecrets: ['b', 'a'] };
    const pod = podOf({ site });
    expect(pod.containers[0].image).toBe('mirror.example.com/all/shop/sample:v1.2.3');
    expect(pod.imagePullSecrets).toEqual([{ name: 'b' }, { name: 'a' }]);
  });

  it('may be another, whose version is then told', () => {
    const chart = testChart();
    const image = 'registry.example.com/fork/sample:v9.9';
    new Sample(chart, 'sample', { image }).run();
    const { metadata, spec } = objectOf(chart, 'Deployment', 'sample');
    expect(metadata.labels['app.kubernetes.io/version']).toBe('9.9');
    expect(spec.template.spec.containers[0].image).toBe(image);
    expect(spec.selector.matchLabels).not.toHaveProperty('app.kubernetes.io/version');
  });
});

describe('its user', () => {
  it('is one above 10000, or the one of the product', () => {
    expect(podOf({}).securityContext).toMatchObject({ runAsUser: 10001, fsGroup: 10001 });
    const pod = podOf({ workload: { user: 65534 } });
    expect(pod.securityContext).toMatchObject({
      runAsUser: 65534,
      runAsGroup: 65534,
      fsGroup: 65534,
    });
    expect(pod.containers[0].securityContext.runAsUser).toBe(65534);
  });

  it('is left to the platform that assigns users', () => {
    const pod = podOf({ site: { platform: platform('openshift') } });
    expect(pod.securityContext).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.containers[0].securityContext).toEqual({
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

it('of a pod that reads log files the main container is root, and its sidecar is not', () => {
  const pod = podOf({
    act: (workload) => {
      workload.addSidecar({ ...workload.main.props, name: 'sidecar' });
      workload.readPodLogs('for the test');
    },
  });
  const root = { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 };
  expect(pod.containers[0].securityContext).toMatchObject({
    ...root,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  });
  expect(pod.containers[1].securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
  expect(pod.securityContext).toEqual({ seccompProfile: { type: 'RuntimeDefault' } });
});

describe('a patch', () => {
  it('is applied last, to the finished pod of each workload', () => {
    const chart = testChart();
    const patchPod = (pod: k8s.PodSpec, workload: string): k8s.PodSpec => ({
      ...pod,
      hostname: `${workload}-${pod.containers.length}`,
      priorityClassName: undefined,
    });
    const sample = new Sample(chart, 'sample', { patchPod, priorityClass: 'high' });
    for (const role of ['read', 'write']) sample.run({ role });
    const podsOf = ['sample-read', 'sample-write'].map(
      (name) => objectOf(chart, 'Deployment', name).spec.template.spec,
    );
    expect(podsOf.map((pod) => pod.hostname)).toEqual(['sample-read-1', 'sample-write-1']);
    for (const pod of podsOf) expect(pod).not.toHaveProperty('priorityClassName');
    expect(sample.escapes).toEqual(['patchPod']);
  });

  it('of one container leaves the others alone', () => {
    const patchPod = (pod: k8s.PodSpec): k8s.PodSpec => {
      // As from JavaScript, where nothing is read-only.
      Object.assign(pod.containers[0]?.securityContext ?? {}, { runAsUser: 20000 });
      return pod;
    };
    const pod = podOf({
      component: { patchPod },
      act: (w) => w.addSidecar({ ...w.main.props, name: 'sidecar' }),
    });
    const users = pod.containers.map((c: k8s.Container) => c.securityContext?.runAsUser);
    expect(users).toEqual([20000, 10001]);
  });
});
