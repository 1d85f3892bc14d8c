import { describe, expect, it } from 'vitest';
import { Blog, type BlogProps } from '../examples/severed-blog/blog.js';
import { Alloy } from '../lib/alloy/index.js';
import type { Chart } from '../lib/core/index.js';
import { Ingress } from '../lib/ingress/index.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { dataPlane } from './gateway-parts.js';
import { fileOf, inventory, objectOf, testChart } from './support.js';

const requests = { name: 'nginx_http_requests_total' };
const made = (chart: Chart, props: Partial<BlogProps> = {}): Blog =>
  new Blog(chart, 'severed-blog', { requests, ...props });

describe('renders its config', () => {
  it('as an nginx that writes nothing but below /tmp, and shows its counters to its own pod', async () => {
    const chart = testChart();
    made(chart);
    await expect(fileOf(chart, 'severed-blog-config', 'nginx.conf')).toMatchFileSnapshot(
      'golden/severed-blog/nginx.conf',
    );
  });
});

describe('offers', () => {
  it('its pages, and nothing else to others', () => {
    const chart = testChart();
    made(chart);
    expect(objectOf(chart, 'Service', 'severed-blog').spec.ports).toEqual([
      { name: 'http', port: 8080, protocol: 'TCP', targetPort: 'http' },
    ]);
    expect(inventory(chart)).toEqual([
      'ServiceAccount severed-blog',
      'ConfigMap severed-blog-config',
      'Service severed-blog',
      'Deployment severed-blog',
      'HorizontalPodAutoscaler severed-blog',
      'NetworkPolicy severed-blog',
      'PodDisruptionBudget severed-blog',
    ]);
  });

  it('the counters of each pod, under the label that people know it by', () => {
    const chart = testChart();
    made(chart);
    const { spec } = objectOf(chart, 'Deployment', 'severed-blog');
    expect(spec.template.metadata.labels.app).toBe('severed-blog');
    expect(spec.selector.matchLabels).not.toHaveProperty('app');
    const [nginx, exporter] = spec.template.spec.containers;
    expect(nginx.args).toEqual(['nginx', '-c', '/etc/blog/nginx.conf', '-g', 'daemon off;']);
    expect(exporter).toMatchObject({
      image: 'docker.io/nginx/nginx-prometheus-exporter:1.5.1',
      args: ['--nginx.scrape-uri=http://127.0.0.1:8081/stub_status'],
      ports: [{ name: 'metrics', containerPort: 9113 }],
    });
  });
});

describe('derives', () => {
  it('as many pods as its readers need', () => {
    const chart = testChart();
    made(chart, { requestsPerPod: 50, min: 1, max: 4 });
    expect(objectOf(chart, 'Deployment', 'severed-blog').spec).not.toHaveProperty('replicas');
    const { spec } = objectOf(chart, 'HorizontalPodAutoscaler', 'severed-blog');
    expect(spec).toMatchObject({
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [
        { resource: { name: 'cpu', target: { averageUtilization: 70 } } },
        { pods: { metric: requests, target: { averageValue: '50' } } },
      ],
    });
  });

  it('who may come in: the way in at its pages, the agent at its counters', () => {
    const chart = testChart();
    const blog = made(chart);
    const alloy = new Alloy(chart, 'alloy', { runsOn: 'every-node' });
    alloy.scrape(blog);
    alloy.sendMetricsTo(new Prometheus(chart, 'prometheus'));
    new Ingress(chart, 'ingress', { className: 'traefik', dataPlane }).route(
      'blog.example.com',
      blog,
    );
    const { ingress, egress } = objectOf(chart, 'NetworkPolicy', 'severed-blog').spec;
    expect(ingress.map((rule: { ports: object[] }) => rule.ports)).toEqual([
      [{ port: 8080, protocol: 'TCP' }],
      [{ port: 9113, protocol: 'TCP' }],
    ]);
    expect(egress ?? []).toEqual([]);
    expect(fileOf(chart, 'alloy-config', 'config.alloy')).toContain('job_integrations_nginx');
  });
});

describe('refuses', () => {
  it('no metric to go by', () => {
    expect(() => made(testChart(), { requests: undefined })).toThrow(
      new Error('chart/severed-blog: requests is missing; it has no default'),
    );
  });

  it('more at least than at most', () => {
    expect(() => made(testChart(), { min: 10, max: 2 })).toThrow(
      new Error(
        'chart/severed-blog/Workload: replicas have min 10 and max 2, which leaves nothing to decide; give a larger max, or a number in place of both',
      ),
    );
  });

  it('two names on the outside', () => {
    const blog = made(testChart());
    blog.exposedAt('https://blog.example.com');
    expect(() => blog.exposedAt('https://other.example.com')).toThrow(
      new Error(
        'chart/severed-blog: url "https://other.example.com" is a second one beside "https://blog.example.com"; route one host to it: its links lead to one',
      ),
    );
  });
});
