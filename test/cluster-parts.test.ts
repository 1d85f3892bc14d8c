import { describe, expect, it } from 'vitest';
import { Alloy } from '../lib/alloy/index.js';
import { Cluster, type ClusterJob } from '../lib/cluster/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { drawn } from './drawn.js';
import { fileOf, objectsOf, testChart } from './support.js';

/** As a caller without types would. */
const noJobs: [ClusterJob] = JSON.parse('[]');

describe('offers', () => {
  it('parts that make a whole, whatever is hidden, and the same targets each time', () => {
    const cluster = new Cluster(testChart(), 'cluster');
    const parts = [
      cluster.only('cadvisor', 'kubelet'),
      cluster.without('kubelet', 'cadvisor', 'etcd'),
    ];
    const targets = parts.flatMap(({ scrapeTargets }) => scrapeTargets);
    expect(new Set(targets)).toEqual(new Set(cluster.scrapeTargets));
    expect(targets).toHaveLength(cluster.scrapeTargets.length);
    expect(cluster.only('cadvisor').scrapeTargets[0]).toBe(parts[0]?.scrapeTargets[1]);
  });
});

describe('derives', () => {
  it('a part for each of two scrapers, rules and panels for both, and no job twice', () => {
    const chart = testChart();
    const cluster = new Cluster(chart, 'cluster');
    const prometheus = new Prometheus(chart, 'prometheus');
    const alloy = new Alloy(chart, 'alloy', { runsOn: 'every-node' });
    alloy.scrape(cluster.only('cadvisor'));
    alloy.sendMetricsTo(prometheus);
    prometheus.scrape(cluster.without('cadvisor'));
    prometheus.addRules(cluster);
    const scraped = fileOf(chart, 'prometheus-config', 'prometheus.yaml');
    expect([...scraped.matchAll(/job_name: (.+)/g)].map(([, name]) => name)).toEqual([
      'apiserver',
      'coredns',
      'kubelet',
      'kubelet-probes',
      'prometheus',
    ]);
    expect(fileOf(chart, 'alloy-config', 'config.alloy')).toMatch(
      /job_name += "cadvisor"\n[^}]+metrics_path += "\/metrics\/cadvisor"/,
    );
    expect(fileOf(chart, 'prometheus-rules-0', 'rules-0.yaml')).toContain('alert: CadvisorDown');
    expect(drawn(cluster.dashboards[0]).exprs.join('\n')).toMatch(/job="cadvisor"/);
    const roles = objectsOf(chart).filter(({ kind }) => kind === 'ClusterRole');
    expect(roles.find(({ metadata }) => metadata.name.endsWith('alloy'))).toMatchObject({
      rules: [
        { resources: ['nodes/metrics'], verbs: ['get'] },
        { resources: ['nodes'], verbs: ['list', 'watch'] },
      ],
    });
  });
});

describe('refuses', () => {
  const misnamed: readonly (readonly [string, (cluster: Cluster) => void, string])[] = [
    [
      'a part of a job that there is none of',
      (cluster) => cluster.only(JSON.parse('"cadviser"')),
      'chart/cluster: only: jobs ["cadviser"] has "cadviser", which is not one of the choices; did you mean "cadvisor"? choices: kubelet, cadvisor, kubelet-probes, apiserver, coredns, kube-scheduler, kube-controller-manager, etcd, kube-proxy',
    ],
    [
      'a part of a job that is not to be had here',
      (cluster) => cluster.only('cadvisor', 'etcd'),
      'chart/cluster: only "etcd" is not among its jobs here; name some of these: kubelet, cadvisor, kubelet-probes, apiserver, coredns',
    ],
    [
      'a part of nothing',
      (cluster) => cluster.without(...noJobs),
      'chart/cluster: without names no job; name one at least',
    ],
  ];
  it.each(misnamed)('%s', (_, call, message) => {
    expect(() => call(new Cluster(testChart(), 'cluster'))).toThrow(new Error(message));
  });

  it('a job that two components scrape', () => {
    const chart = testChart();
    const cluster = new Cluster(chart, 'cluster');
    new Alloy(chart, 'alloy', { runsOn: 'every-node' }).scrape(cluster.only('cadvisor'));
    expect(() => new Prometheus(chart, 'prometheus').scrape(cluster)).toThrow(
      new Error(
        'chart/prometheus: job "cadvisor" is scraped by chart/alloy as well; scrape it once, and send on from there',
      ),
    );
  });
});
