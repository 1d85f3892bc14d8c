import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Cluster } from '../lib/cluster/index.js';
import { allCollectors, defaultCollectors } from '../lib/kube-state-metrics/collectors.js';
import { metricsOf } from '../lib/model/promql-syntax.js';
import { isAlert } from '../lib/model/rule.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { testChart } from './support.js';

const objects = 'kube-state-metrics';
const nodeJobs = ['kubelet', 'cadvisor'];

/** The alerts of a cluster of which these kinds of objects are shown and these jobs scraped. */
function alertsWith(kinds: readonly string[], jobs: readonly string[]) {
  const cluster = new Cluster(testChart(), 'cluster', {
    objects: { objectMetrics: { job: objects, kinds } },
  });
  const groups = cluster.rules({
    cluster: 'test',
    jobs: new Map(jobs.map((name) => [name, { interval: Duration.seconds(30) }])),
  });
  expect(groups.flatMap(ruleErrors)).toEqual([]);
  return groups.flatMap(({ rules }) => rules.filter(isAlert));
}

const namesWith = (...how: Parameters<typeof alertsWith>) =>
  alertsWith(...how).map(({ alert }) => alert);
const all = namesWith(defaultCollectors, [objects, ...nodeJobs]);
/** What is missed when a kind is not shown. */
const missedWithout = (kind: string) => {
  const left = namesWith(
    defaultCollectors.filter((one) => one !== kind),
    [objects, ...nodeJobs],
  );
  return all.filter((name) => !left.includes(name));
};

/** What kubelets and cAdvisor show. */
const ofKubelets =
  /^(CPUThrottlingHigh|Cadvisor|Kubelet|KubeNodeEviction|KubeClientErrors|KubeStorage|KubePersistentVolume(Inodes)?FillingUp)/;

describe('offers', () => {
  it('as many alerts where every kind there is can be shown as where the usual ones are', () => {
    expect(namesWith(allCollectors, [objects, ...nodeJobs])).toEqual(all);
    expect(all.length).toBeGreaterThanOrEqual(40);
  });

  it('none on objects where nobody shows any, or who does is not scraped', () => {
    const alone = [...new Set(namesWith(defaultCollectors, nodeJobs))];
    expect(alone.filter((name) => !ofKubelets.test(name))).toEqual([]);
    expect(new Set(namesWith([], [objects, ...nodeJobs]))).toEqual(new Set(alone));
  });

  it('none on what a kubelet or cAdvisor shows where they are not scraped', () => {
    const names = namesWith(defaultCollectors, [objects]);
    const lost = all.filter((name) => !names.includes(name));
    expect(lost.length).toBeGreaterThanOrEqual(13);
    expect(lost.filter((name) => !ofKubelets.test(name))).toEqual([]);
  });
});

describe('derives', () => {
  it.each([
    ['deployments', /^KubeDeployment/],
    ['statefulsets', /^KubeStatefulSet/],
    ['daemonsets', /^KubeDaemonSet/],
    ['jobs', /^KubeJob/],
    ['cronjobs', /^KubeCronJob/],
    ['horizontalpodautoscalers', /^KubeHpa/],
    ['poddisruptionbudgets', /^KubePdb/],
    ['resourcequotas', /Quota/],
    ['persistentvolumes', /^KubePersistentVolumeErrors$/],
    ['persistentvolumeclaims', /^KubePersistentVolumeClaim/],
    ['nodes', /^Kube(Node(?!Eviction)|(CPU|Memory)(Quota)?Overcommit|letTooManyPods)/],
    ['pods', /^Kube(Pod|Container|(CPU|Memory)Overcommit|PersistentVolumeClaimPending)/],
  ])('without %s, none of the alerts that read them', (kind, names) => {
    const missed = missedWithout(kind);
    expect(missed).toEqual(all.filter((name) => names.test(name)));
    expect(missed.length).toBeGreaterThan(0);
  });

  it.each(['services', 'ingresses', 'limitranges'])('without %s, all the same alerts', (kind) => {
    expect(missedWithout(kind)).toEqual([]);
  });

  it('volumes that are only read from their claims, where those are shown', () => {
    const reads = (kinds: readonly string[]) =>
      alertsWith(kinds, [objects, ...nodeJobs])
        .filter(({ alert }) => /FillingUp$/.test(alert))
        .map(({ expr }) => metricsOf(expr).some(({ metric }) => /access_mode/.test(metric ?? '')));
    expect(reads(defaultCollectors)).toEqual([true, true, true, true]);
    expect(reads(['pods'])).toEqual([false, false, false, false]);
  });

  it('bounds from the site, in the expression and nowhere else', () => {
    const bounded = alertsWith(defaultCollectors, [objects, ...nodeJobs]).filter(({ at }) => at);
    expect(bounded.map(({ alert, at }) => [alert, at?.(0.4321).expr.includes('0.4321')])).toEqual(
      bounded.map(({ alert }) => [alert, true]),
    );
    expect(bounded.length).toBeGreaterThanOrEqual(10);
  });
});
