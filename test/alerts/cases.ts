import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertCase } from './expect-alert.js';
import type { WrittenAlert } from './mutants.js';

const folder = join(import.meta.dirname, 'cases');

/** What is expected of every alert: all that the files in cases/ export. */
export const cases: readonly AlertCase[] = (
  await Promise.all(
    readdirSync(folder)
      .map((file) => file.replace(/\.ts$/, ''))
      .sort()
      .map(async (file) => {
        // The edge: what stands in that folder is a list of cases.
        const { default: all } = (await import(`./cases/${file}.ts`)) as {
          default: readonly AlertCase[];
        };
        return all;
      }),
  )
).flat();

/** Whether a case is about this rule: of rules of one name, that of its severity. */
export const isAbout = ({ alert, labels }: AlertCase, rule: WrittenAlert): boolean =>
  alert === rule.alert && (labels.severity ?? rule.labels.severity) === rule.labels.severity;

/** Of rules of one name, made for several jobs, the one whose job a case is about. */
export function ruleOf(one: AlertCase, rules: readonly WrittenAlert[]): WrittenAlert | undefined {
  const jobs = new Set(one.tries.flatMap(({ inputs }) => inputs.map(({ labels }) => labels.job)));
  const all = rules.filter((rule) => isAbout(one, rule));
  return all.find(({ expr }) => [...jobs].some((job) => expr.includes(`job="${job}"`))) ?? all[0];
}
