import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { ruleGroupsOf, type WrittenGroup } from '../../scripts/closure/rules.js';
import type { Kubectl } from '../conformance/cluster/kubectl.js';
import {
  impatient,
  removeRules,
  rulesEvaluated,
  rulesLiveWithoutRestart,
} from '../conformance/flow/alerts/alerting.js';
import type { RuleGroupState } from '../conformance/flow/ask/ask.js';
import { PrometheusApi } from '../conformance/flow/ask/ask-prometheus.js';
import { ruleName } from '../conformance/flow/ask/questions.js';
import { stack } from '../house/house.js';

const written = ruleGroupsOf(stack(), 'prometheus');

/** Groups as their evaluator would tell of them. */
const loaded = (groups: readonly WrittenGroup[]): RuleGroupState[] =>
  groups.map(({ name, rules }) => ({
    name,
    file: 'rules.yaml',
    rules: rules.map((rule) => ({
      name: ruleName(rule),
      type: 'alert' in rule ? 'alerting' : 'recording',
      health: 'ok',
    })),
  }));

describe('rules', () => {
  const judge = (groups: readonly RuleGroupState[]) =>
    rulesEvaluated({ rules: async () => groups }, written, 0);

  it('are right where each is there and well', async () => {
    const rules = written.flatMap((group) => group.rules);
    expect(await judge(loaded(written))).toEqual({ saw: rules.length, faults: [] });
  });

  it('that are missing, too many, or unwell are found', async () => {
    const [first, ...rest] = loaded(written);
    const more: RuleGroupState = {
      name: 'mine',
      file: 'x',
      rules: [{ name: 'Mine', type: 'alerting', health: 'err', lastError: 'no such function' }],
    };
    const { faults } = await judge([...rest, more]);
    expect(faults).toEqual([
      ...(first?.rules ?? []).map(({ name }) => `rule ${first?.name}: ${name} is not loaded`),
      "rule mine: Mine is nobody's",
      'rule mine: Mine: err no such function',
    ]);
  });
});

describe('a rule that is added', () => {
  const added = impatient(written, 'LokiDown');

  /** A cluster of one ConfigMap, and the Prometheus that reads it; `start` says when that started. */
  function reading(start: (reads: number) => string, keeps: (group: string) => boolean) {
    let reads = 0;
    const data: Record<string, string> = { 'rules.yaml': 'groups: []\n' };
    const kubectl = {
      ok: async (_args: readonly string[], written?: string) => {
        if (written) Object.assign(data, (JSON.parse(written) as { data: typeof data }).data);
        return JSON.stringify({ data });
      },
      // What is called of a Kubectl, and nothing else.
    } as unknown as Kubectl;
    const prometheus = new PrometheusApi('http://prometheus', async ({ url }) => {
      const { groups } = load(data['rules.yaml'] ?? '') as { groups: WrittenGroup[] };
      const answer = url.endsWith('/rules')
        ? { groups: loaded(groups.filter(({ name }) => keeps(name))) }
        : { startTime: start(reads++), reloadConfigSuccess: true };
      return { status: 200, body: JSON.stringify({ data: answer }) };
    });
    return { kubectl, prometheus };
  }
  const file = { namespace: 'observability', name: 'prometheus-rules-0' };

  it('is one of the stack that does not wait', () => {
    const [rule] = added.rules;
    expect(rule && ruleName(rule)).toBe('TrialLokiDown');
    expect(rule?.expr).toContain('up{job="loki"} == 0');
    expect(rule).not.toHaveProperty('for');
    expect(() => impatient(written, 'LokkiDown')).toThrow(
      'alert "LokkiDown" is in no rule file; name one that is',
    );
  });

  it('is live, and gone when it is taken out', async () => {
    const { kubectl, prometheus } = reading(
      () => 'then',
      () => true,
    );
    expect(await rulesLiveWithoutRestart(kubectl, file, prometheus, added, 0)).toEqual({
      saw: 1,
      faults: [],
    });
    await removeRules(kubectl, file, prometheus, added.name);
    expect(await prometheus.rules()).toEqual([]);
  });

  it('is missed where it does not come, or only with a restart', async () => {
    const never = reading(String, () => false);
    const { faults } = await rulesLiveWithoutRestart(
      never.kubectl,
      file,
      never.prometheus,
      added,
      0,
    );
    expect(faults).toEqual([
      'rule group trial: not evaluated 0 seconds after it was written',
      'Prometheus has started anew at 1, for a rule more',
    ]);
  });
});
