import { describe, expect, it } from 'vitest';
import { observability } from '../../charts/index.js';
import { App } from '../../lib/core/index.js';
import { example } from '../../sites/example.js';
import type { Live } from '../conformance/cluster/kubectl.js';
import { apisOf, scrapeJobsOf } from '../conformance/flow/ask/apis.js';
import type { ActiveTarget } from '../conformance/flow/ask/ask-prometheus.js';
import { expectedUrls } from '../conformance/flow/metrics/scrape-urls.js';
import { judgeTargets, notRunHere } from '../conformance/flow/metrics/scraping.js';

const parts = observability(new App(), example);
const jobs = scrapeJobsOf(parts);

const object = (
  kind: string,
  metadata: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> },
  rest: object,
): Live => ({
  kind,
  metadata: { name: 'x', uid: '1', resourceVersion: '1', ...metadata },
  ...rest,
});

const pod = (podIP: string, namespace: string, labels: Record<string, string>, phase = 'Running') =>
  object('Pod', { namespace, labels }, { status: { podIP, phase } });

const workloads = Object.values(parts).flatMap((part) =>
  part && 'workloads' in part ? part.workloads : [],
);
const found = {
  nodes: ['192.0.2.1', '192.0.2.2'].map((address) =>
    object('Node', {}, { status: { addresses: [{ type: 'InternalIP', address }] } }),
  ),
  pods: [
    pod('10.244.1.2', 'kube-system', { 'k8s-app': 'kube-dns' }),
    pod('10.244.1.3', 'kube-system', { 'k8s-app': 'kube-dns' }, 'Failed'),
    ...workloads.map(({ namespace, selector }, i) =>
      pod(`10.244.2.${i + 1}`, namespace, { ...selector, more: 'x' }),
    ),
  ],
  endpointSlices: [
    object(
      'EndpointSlice',
      { namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      { endpoints: [{ addresses: ['192.0.2.10'] }], ports: [{ name: 'https', port: 6443 }] },
    ),
  ],
};

const urlsOf = (name: string): readonly string[] =>
  jobs.filter(({ job }) => job === name).flatMap((job) => expectedUrls(found, job));

const excepted = notRunHere(true);
const good: readonly ActiveTarget[] = jobs.flatMap((job) =>
  expectedUrls(found, job).map((scrapeUrl) => ({
    scrapePool: job.job,
    scrapeUrl,
    health: excepted.has(job.job) ? 'down' : 'up',
    lastError: excepted.has(job.job) ? '404' : '',
    labels: {},
  })),
);
const pools = jobs.map(({ job }) => job);
const judge = (active: readonly ActiveTarget[], names = pools) =>
  judgeTargets(jobs, found, { active, pools: names }, excepted);
const changed = (pool: string, change: Partial<ActiveTarget>): readonly ActiveTarget[] =>
  good.map((target) => (target.scrapePool === pool ? { ...target, ...change } : target));

it('the stack is asked where it says that it answers', () => {
  const of = (name: string) => `http://${name}.observability.svc.cluster.local`;
  const { prometheus, loki, alertmanagers, scrapeSeconds } = apisOf(parts, () => {
    throw new Error('nobody asks');
  });
  expect(prometheus.url).toBe(`${of('prometheus')}:9090`);
  expect(loki.url).toBe(`${of('loki')}:3100`);
  expect(alertmanagers.map(({ url }) => url)).toEqual([
    `${of('alertmanager-0.alertmanager-headless')}:9093`,
  ]);
  expect(scrapeSeconds).toBe(30);
});

describe('targets', () => {
  it('are expected by what is in the cluster', () => {
    expect(urlsOf('kubelet')).toEqual([
      'https://192.0.2.1:10250/metrics',
      'https://192.0.2.2:10250/metrics',
    ]);
    expect(urlsOf('apiserver')).toEqual(['https://192.0.2.10:6443/metrics']);
    expect(urlsOf('coredns')).toEqual(['http://10.244.1.2:9153/metrics']);
    expect(urlsOf('loki')).toHaveLength(1);
    expect(urlsOf('blackbox-exporter-probes')).toEqual([
      'http://blackbox-exporter.observability.svc.cluster.local:9115/probe?module=http_2xx&target=https%3A%2F%2Fgrafana.example.com',
    ]);
    expect(jobs.every(({ job }) => urlsOf(job).length > 0)).toBe(true);
  });

  it('are right when each is up, none is missing and none too many', () => {
    expect(judge(good)).toEqual({ saw: good.length, faults: [] });
    expect(good.length).toBe(pools.length + 3);
  });

  it.each<[string, readonly ActiveTarget[], RegExp]>([
    [
      'that are down',
      changed('loki', { health: 'down', lastError: 'refused' }),
      /^job loki: .+ is down: refused$/,
    ],
    [
      'that are missing',
      good.filter(({ scrapePool }) => scrapePool !== 'loki'),
      /^job loki: .+ is not scraped$/,
    ],
    [
      'that are unexpected',
      [...good, ...changed('loki', { scrapeUrl: 'http://10.0.0.1/' })].slice(0),
      /^job loki: http:\/\/10.0.0.1\/ is scraped, and should not be$/,
    ],
    [
      'that are there twice',
      [
        ...good,
        ...good
          .filter(({ scrapePool }) => scrapePool === 'cadvisor')
          .map((t) => ({ ...t, scrapePool: 'kubelet' })),
      ],
      /is scraped twice: by cadvisor and kubelet$/,
    ],
    [
      'that are up against what is said of them',
      changed('grafana', { health: 'up' }),
      /^job grafana: is up, and is excepted/,
    ],
  ])('%s are found', (_, active, fault) => {
    expect(judge(active).faults.find((text) => fault.test(text))).toBeDefined();
  });

  it("of a job that is not there, or is nobody's, are found", () => {
    expect(judge(good, ['mine', ...pools.slice(1)]).faults).toEqual([
      `job ${pools[0]} is not there`,
      "job mine is nobody's",
    ]);
  });
});
