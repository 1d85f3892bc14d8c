import { describe, expect, it } from 'vitest';
import { ruleGroupsOf } from '../../scripts/closure/rules.js';
import { LokiApi } from '../conformance/flow/ask/ask-loki.js';
import { dashboardsAnswered, type Heard, rulesAnswered } from '../conformance/flow/ask/queries.js';
import {
  boardsOf,
  builtIn,
  escaped,
  fill,
  ruleQuestions,
} from '../conformance/flow/ask/questions.js';
import { stack } from '../house/house.js';
import { answering, ok, sample, vector } from './answering.js';

const boards = boardsOf(stack());

describe('questions of the stack', () => {
  it('are those of each dashboard', () => {
    expect(boards.map(({ uid }) => uid).sort()).toEqual([
      ...['alertmanager', 'alloy', 'alloy-events', 'blackbox-exporter'],
      ...['cluster', 'cluster-api-server', 'cluster-coredns', 'cluster-kubelet'],
      ...['cluster-namespace'],
      ...['cluster-networking', 'cluster-pod', 'cluster-volumes', 'cluster-workload'],
      ...['grafana', 'kube-state-metrics', 'loki', 'node', 'node-exporter'],
      ...['prometheus', 'prometheus-alerts'],
    ]);
    expect(boards.flatMap(({ questions }) => questions).length).toBeGreaterThanOrEqual(230);
  });

  it('know what a choice offers', () => {
    const namespace = boards.find(({ uid }) => uid === 'cluster-namespace');
    expect(namespace?.choices).toEqual([
      { name: 'cluster', answerer: 'prometheus', all: '.+', label: 'cluster', selector: 'up' },
      {
        name: 'namespace',
        answerer: 'prometheus',
        all: undefined,
        label: 'namespace',
        selector: 'kube_pod_info{cluster=~"$cluster"}',
      },
    ]);
  });

  it('are those of each rule', () => {
    expect(ruleQuestions(stack(), 'prometheus').length).toBeGreaterThanOrEqual(160);
    const ofLoki = ruleQuestions(stack(), 'loki').map(({ of, name }) => `${of} ${name}`);
    expect(ofLoki).toContain('alloy-logs StackContainerPanicked');
    expect(ofLoki).toContain('alloy-events-kubernetes KubeNodeSystemOOM');
    expect(ruleGroupsOf(stack(), 'loki').length).toBeGreaterThanOrEqual(3);
  });
});

describe('variables', () => {
  const values = new Map([...builtIn(30), ['pod', 'a|b']]);

  it.each([
    ['rate(x[$__rate_interval])', 'rate(x[120s])'],
    ['x{pod=~"${pod}"} + y{pod=~"${pod:regex}"}', 'x{pod=~"a|b"} + y{pod=~"a|b"}'],
    ['label_replace(x, "a", "$1-${2}", "b", "(.+)-(.+)$")', undefined],
  ])('of %s are replaced', (expr, filled = expr) => {
    expect(fill(expr, values)).toBe(filled);
  });

  it('that have no value are refused', () => {
    expect(() => fill('up{node="$node"}', values)).toThrow(
      'up{node="$node"}: variable "$node" is not one of the dashboard; define it',
    );
  });

  it('are escaped for a regular expression in quotes', () => {
    expect(escaped('10.0.0.1')).toBe(String.raw`10\\.0\\.0\\.1`);
  });
});

describe('answers', () => {
  it('are wanted with all chosen, and with one value of each choice', async () => {
    const of = answering(() => vector(sample));
    const { saw, faults, report } = await dashboardsAnswered(of);
    expect(faults).toEqual([]);
    expect(saw).toBe(of.asked.length);
    expect(of.asked.some((query) => query.includes('cluster=~".+"'))).toBe(true);
    expect(of.asked.some((query) => query.includes(String.raw`cluster=~"one\\.two"`))).toBe(true);
    expect(of.asked.filter((query) => /\$[a-z_]/.test(query))).toEqual([]);
    expect(report.find((line) => line.startsWith('loki'))).toBe('loki: data for 14 of 14 queries');
  });

  it('are heard by who listens, with what each choice offers', async () => {
    const heard: Heard[] = [];
    await dashboardsAnswered(
      answering(() => vector(sample)),
      (one) => heard.push(one),
    );
    expect(heard.map(({ uid }) => uid)).toEqual(boards.map(({ uid }) => uid));
    const loki = heard.find(({ uid }) => uid === 'loki');
    expect(loki?.choices.get('cluster')).toEqual(['one.two']);
    expect(loki?.answers).toHaveLength(14);
    expect(loki?.answers[0]?.question.expr).toContain('$cluster');
    expect(loki?.answers[0]?.answer.series).toEqual([sample]);
  });

  it('without data are counted, and are no fault', async () => {
    const of = answering((query) =>
      query.includes('loki_panic_total') ? vector() : vector(sample),
    );
    const { faults, report } = await rulesAnswered(of);
    expect(faults).toEqual([]);
    expect(report.join()).not.toContain('LokiRequestPanics');
    expect(report.join()).toContain('LokiDown');
  });

  it('with a remark are faults, once', async () => {
    const infos = ['PromQL info: metric might not be a counter'];
    const of = answering((query) => ({
      ...vector(sample),
      ...(query.includes('alertmanager_notifications_suppressed_total') ? { infos } : {}),
    }));
    const { faults } = await dashboardsAnswered(of);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults[0]).toContain('alertmanager: Suppressed messages: ');
    expect(faults[0]).toContain(infos[0]);
  });

  it('with a remark that is no fault of the query are none', async () => {
    const infos = [
      'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "node_vmstat_oom_kill" (1:6)',
    ];
    const of = answering((query) => ({
      ...vector(sample),
      ...(query.includes('node_vmstat_oom_kill') ? { infos } : {}),
    }));
    expect((await dashboardsAnswered(of)).faults).toEqual([]);
    expect(of.asked.some((query) => query.includes('node_vmstat_oom_kill'))).toBe(true);
  });

  it('that are errors say what was asked', async () => {
    const of = answering(() => vector(sample));
    const failing = {
      ...of,
      loki: new LokiApi('http://loki', async () => ({ status: 400, body: 'parse error\n' })),
    };
    const { faults } = await rulesAnswered(failing);
    expect(faults).toHaveLength(ruleQuestions(stack(), 'loki').length);
    for (const fault of faults) expect(fault).toMatch(/: sum by .+ 400, parse error$/s);
  });

  it('are missed where a choice offers nothing', async () => {
    const { faults } = await dashboardsAnswered(answering(() => vector(sample), []));
    expect(faults).toContain('loki: variable "cluster" has no values: up');
  });
});

describe('lines of Loki', () => {
  it('are read page by page, each once', async () => {
    // Five lines of each moment, so that a page ends between lines of one.
    const all = Array.from({ length: 12_003 }, (_, i) => [`${Math.floor(i / 5)}`, `line ${i}`]);
    const fetch = async ({ url }: { readonly url: string }) => {
      const { searchParams } = new URL(url);
      const from = Number(searchParams.get('start'));
      const values = all.filter(([time]) => Number(time) >= from).slice(0, 5000);
      return ok({ data: { resultType: 'streams', result: [{ stream: { app: 'x' }, values }] } });
    };
    const lines = await new LokiApi('http://loki', fetch).lines('{app="x"}', 0n, 10_000n);
    expect(lines.map(({ text }) => text)).toEqual(all.map(([, text]) => text));
  });
});
