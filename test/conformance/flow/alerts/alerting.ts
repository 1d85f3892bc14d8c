import { load } from 'js-yaml';
import { toYaml } from '../../../../lib/model/yaml.js';
import type { WrittenGroup } from '../../../../scripts/closure/rules.js';
import type { Verdict } from '../../cluster/checks.js';
import type { Kubectl } from '../../cluster/kubectl.js';
import { until } from '../../cluster/run.js';
import type { RuleEvaluator } from '../ask/ask.js';
import type { PrometheusApi } from '../ask/ask-prometheus.js';
import { ruleName } from '../ask/questions.js';
import { settled } from '../ask/settled.js';

/** Every rule that is written is there, no other is, and each has been evaluated without an error. */
export const rulesEvaluated = (
  evaluator: RuleEvaluator,
  written: readonly WrittenGroup[],
  seconds = 90,
): Promise<Verdict> =>
  settled(seconds, async () => {
    const groups = await evaluator.rules();
    const is = groups.flatMap(({ name, rules }) => rules.map((rule) => `${name}: ${rule.name}`));
    const wanted = written.flatMap(({ name, rules }) =>
      rules.map((rule) => `${name}: ${ruleName(rule)}`),
    );
    const unwell = groups.flatMap(({ name, rules }) =>
      rules
        .filter(({ health, lastError }) => health !== 'ok' || lastError)
        .map((rule) => `rule ${name}: ${rule.name}: ${rule.health} ${rule.lastError ?? ''}`.trim()),
    );
    return {
      saw: is.length,
      faults: [
        ...wanted.filter((rule) => !is.includes(rule)).map((rule) => `rule ${rule} is not loaded`),
        ...is.filter((rule) => !wanted.includes(rule)).map((rule) => `rule ${rule} is nobody's`),
        ...unwell,
      ],
    };
  });

/** An alert of the stack as one that does not wait, under a name and in a group of its own. */
export function impatient(groups: readonly WrittenGroup[], alert: string): WrittenGroup {
  const found = groups.flatMap(({ rules }) => rules).find((rule) => ruleName(rule) === alert);
  if (!found || !('alert' in found))
    throw new Error(`alert "${alert}" is in no rule file; name one that is`);
  const { for: _, ...rule } = found;
  return { name: 'trial', rules: [{ ...rule, alert: `Trial${alert}` }] };
}

/** A ConfigMap with one file of rules. */
interface RuleFile {
  readonly namespace: string;
  readonly name: string;
}

/** Writes a rule file of the running stack anew, with a group more or without it. */
async function rewrite(
  kubectl: Kubectl,
  { namespace, name }: RuleFile,
  change: (groups: readonly WrittenGroup[]) => readonly WrittenGroup[],
): Promise<void> {
  const of = ['configmap', name, `--namespace=${namespace}`];
  const text = await kubectl.ok(['get', ...of, '--output=json']);
  // The API server's own JSON.
  const object = JSON.parse(text) as { data: Record<string, string> };
  const [[file, rules] = []] = Object.entries(object.data);
  if (file === undefined || rules === undefined)
    throw new Error(`ConfigMap ${namespace}/${name} has no file; name one with rules`);
  const { groups } = load(rules) as { groups: WrittenGroup[] };
  const data = { [file]: toYaml({ groups: change(groups) }) };
  // As an argument of a patch, so many rules are too long for the kernel.
  await kubectl.ok(['replace', '--filename=-'], JSON.stringify({ ...object, data }));
}

/** Takes a group out again, and waits until it is gone. */
export async function removeRules(
  kubectl: Kubectl,
  file: RuleFile,
  evaluator: RuleEvaluator,
  group: string,
): Promise<void> {
  await rewrite(kubectl, file, (groups) => groups.filter(({ name }) => name !== group));
  await until(`rule group "${group}" gone`, 120, async () =>
    (await evaluator.rules()).every(({ name }) => name !== group) ? true : undefined,
  );
}

/** A new group of rules is evaluated within a time, by the process that ran before. Saw its rules. */
export async function rulesLiveWithoutRestart(
  kubectl: Kubectl,
  file: RuleFile,
  prometheus: PrometheusApi,
  added: WrittenGroup,
  seconds = 120,
): Promise<Verdict> {
  const before = await prometheus.runtimeInfo();
  await rewrite(kubectl, file, (groups) => [...groups, added]);
  const live = await settled(seconds, async () => {
    const groups = (await prometheus.rules()).filter(({ name }) => name === added.name);
    const rules = groups.flatMap((group) => group.rules);
    const late = `rule group ${added.name}: not evaluated ${seconds} seconds after it was written`;
    const ok = rules.length === added.rules.length && rules.every(({ health }) => health === 'ok');
    return { saw: rules.length, faults: ok ? [] : [late] };
  });
  const after = await prometheus.runtimeInfo();
  const restarted =
    before.startTime === after.startTime
      ? []
      : [`Prometheus has started anew at ${after.startTime}, for a rule more`];
  const refused = after.reloadConfigSuccess ? [] : ['Prometheus refused its files at the reload'];
  return { saw: live.saw, faults: [...live.faults, ...restarted, ...refused] };
}
