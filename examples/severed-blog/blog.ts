import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { Construct } from 'constructs';
import {
  byCpu,
  byPodMetric,
  type Checks,
  Component,
  type ComponentProps,
  ConfigFile,
  componentChecks,
  type Endpoint,
  externalUrl,
  type IHttpBackend,
  type Image,
  type IScrapeTarget,
  integer,
  isObject,
  type PodMetric,
  required,
  type ScrapeTarget,
  Workload,
} from '../../lib/index.js';
import { nginxConfig, statusPath, statusPort } from './nginx.js';

/** What it runs, pinned here and nowhere else. */
export const blogImages = {
  nginx: { registry: 'docker.io', repository: 'nginxinc/nginx-unprivileged', tag: '1.30.5-alpine' },
  exporter: { registry: 'docker.io', repository: 'nginx/nginx-prometheus-exporter', tag: '1.5.1' },
} as const satisfies Readonly<Record<string, Image>>;

/** What the blog is told. */
export interface BlogProps extends ComponentProps {
  /** Requests a second of each pod, as the custom metrics API answers them. */
  readonly requests: PodMetric;
  /** How many of them a pod bears; its own probes and scrapes make one every four seconds. @default 20 */
  readonly requestsPerPod?: number;
  /** Fewest pods. @default 2 */
  readonly min?: number;
  /** Most pods. @default 10 */
  readonly max?: number;
}

const count = integer(1, 1000);
const checks: Checks<BlogProps> = {
  ...componentChecks,
  requests: required(isObject),
  requestsPerPod: count,
  min: count,
  max: count,
};

/**
 * A blog of static pages: nginx, an exporter that shows its counters, and as many pods as its readers need.
 * Given the blog's own image, it serves that one's pages.
 *
 * @example
 * const blog = new Blog(chart, 'severed-blog', { requests });
 * alloy.scrape(blog);
 * ingress.route('blog.localhost', blog);
 */
export class Blog extends Component implements IHttpBackend, IScrapeTarget {
  readonly httpEndpoint: Endpoint;
  readonly scrapeTargets: readonly ScrapeTarget[];
  private url?: string;

  constructor(scope: Construct, id: string, props: BlogProps) {
    super(scope, id, props, { product: 'blog' });
    this.check(props, checks);
    const { requests, requestsPerPod = 20, min = 2, max = 10 } = props;
    const workload = new Workload(this, 'Workload', {
      kind: 'Deployment',
      replicas: { min, max, by: [byCpu(0.7), byPodMetric(requests, requestsPerPod)] },
      container: {
        image: blogImages.nginx,
        // The first word has the image's own script start it.
        args: () => ['nginx', '-c', `${configDir}/nginx.conf`, '-g', 'daemon off;'],
        resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(32) },
      },
    });
    workload.volumes.scratch('/tmp', Size.mebibytes(64));
    const http = workload.listen({
      name: 'http',
      port: 8080,
      probes: { readiness: { path: '/' }, liveness: { path: '/healthz' } },
    });
    const config = new ConfigFile(this, 'config', {
      file: 'nginx.conf',
      whenChanged: 'restart',
      content: () => nginxConfig(http.port),
    });
    workload.mount(config, configDir);
    this.httpEndpoint = http;
    this.scrapeTargets = [this.exporterOf(workload)];
  }

  /** The label that everything about the blog goes by, besides the recommended ones. */
  override get labels(): Record<string, string> {
    return { ...super.labels, app: this.name };
  }

  /** Told under which URL people reach it: its pages need not know. */
  exposedAt(url: string): void {
    this.url = externalUrl(this.where, url, this.url);
  }

  /** The exporter beside nginx. Found by pod, as each counts its own requests. */
  private exporterOf(workload: Workload): ScrapeTarget {
    const name = 'exporter';
    const exporter = workload.addSidecar({
      name,
      image: blogImages.exporter,
      args: () => [`--nginx.scrape-uri=http://127.0.0.1:${statusPort}${statusPath}`],
      resources: { cpu: Cpu.millis(5), memory: Size.mebibytes(24) },
      goMemoryLimit: true,
    });
    const metrics = workload.listen({
      name: 'metrics',
      port: 9113,
      container: exporter,
      inService: false,
      // Not /metrics: that asks nginx, and a restart of the exporter does not mend that one.
      probes: { liveness: { path: '/' } },
    });
    return {
      job: 'integrations/nginx',
      endpoints: [metrics.at('/metrics')],
      discovery: {
        kind: 'pods',
        namespaces: [this.namespace],
        labels: { app: this.name },
        container: name,
      },
    };
  }
}

const configDir = '/etc/blog';
