import { describe, expect, it } from 'vitest';
import { requests, site } from '../examples/severed-blog/site.js';
import { jobsOf, writtenJobsOf } from '../scripts/closure/jobs.js';
import { dataOf } from '../scripts/closure/objects.js';
import { objectsOf } from './house/house.js';
import { podOwners } from './house/workloads.js';

const objects = objectsOf('severed-blog');
// biome-ignore lint/suspicious/noExplicitAny: reads objects of every kind
const specOf = (kind: string, name: string): any =>
  objects.find((o) => o.kind === kind && o.metadata.name === name)?.spec;

describe('renders its config', () => {
  it('with what the article has: 15 s, a receiver, a window for late samples, 5Gi of its class', () => {
    const config = dataOf(objects, 'prometheus-config');
    expect(config).toContain('  scrape_interval: 15s\n');
    expect(config).toContain('    out_of_order_time_window: 1m\n');
    const { template, volumeClaimTemplates } = specOf('StatefulSet', 'prometheus');
    expect(template.spec.containers[0].args).toContain('--web.enable-remote-write-receiver');
    expect(volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: 'openebs-hostpath',
      resources: { requests: { storage: '5Gi' } },
    });
  });

  it('so that logs go after 168 hours, and not only in words', () => {
    const config = dataOf(objects, 'loki-config');
    expect(config).toContain('  retention_period: 168h\n');
    expect(config).toContain('  retention_enabled: true\n');
  });
});

describe('offers', () => {
  it('Grafana by a name, and by an address to the network at home', () => {
    expect(specOf('Ingress', 'ingress-grafana-localhost')).toMatchObject({
      ingressClassName: 'traefik',
      rules: [{ host: 'grafana.localhost' }],
    });
    expect(specOf('Service', 'grafana')).toMatchObject({
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['192.168.0.0/16'],
    });
  });

  it('the number that the blog is scaled by, over four scrapes', () => {
    expect(dataOf(objects, 'prometheus-adapter-config')).toContain(
      'sum by (<<.GroupBy>>) (rate(<<.Series>>{cluster="severed-blog",<<.LabelMatchers>>}[1m]))',
    );
    const [, byRequests] = specOf('HorizontalPodAutoscaler', 'severed-blog').metrics;
    expect(byRequests.pods.metric.name).toBe(requests.name);
  });
});

describe('derives', () => {
  it('alerts on its objects, volumes and containers, and no sign to an Alertmanager that it has not', () => {
    const rules = objects
      .filter((o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith('prometheus-rules-'))
      .map((o) => dataOf(objects, o.metadata.name))
      .join('');
    for (const alert of ['KubePodCrashLooping', 'KubeHpaMaxedOut', 'KubeNodeNotReady'])
      expect(rules).toContain(`alert: ${alert}\n`);
    for (const alert of ['KubePersistentVolumeFillingUp', 'CPUThrottlingHigh', 'KubeNodeEviction'])
      expect(rules).toContain(`alert: ${alert}\n`);
    expect(rules).toContain('alert: Watchdog\n');
    expect(rules).not.toContain('InfoInhibitor');
  });

  it('one way for each target', () => {
    const written = new Set(writtenJobsOf(objects).map((job) => job.job_name));
    expect([...written].sort()).toEqual(['cadvisor', 'integrations/nginx', 'node-exporter']);
    const scraped = jobsOf(objects).map((job) => job.job_name);
    expect(scraped.filter((job) => written.has(job))).toEqual([]);
  });

  it('an agent that sees its node, and neither joins nor owns it', () => {
    const pod = podOwners(objects).find(({ object }) => object.metadata.name === 'alloy')?.pod;
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(pod).not.toHaveProperty('hostPID');
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10_001 });
  });

  it('the namespaces of the article, and one for the blog', () => {
    const names = objects.filter((o) => o.kind === 'Namespace').map((o) => o.metadata.name);
    expect(names).toEqual([site.namespace, site.nodeNamespace, 'severed-blog']);
  });
});
