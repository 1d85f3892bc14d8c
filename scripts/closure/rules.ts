import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';
import type { RuleFile, RuleFileRule } from '../../lib/model/rule.js';
import { named } from './objects.js';

/** Who evaluates a rule, and in which language. */
export type Evaluator = 'prometheus' | 'loki';

/** A rule as it stands in a file. */
export interface WrittenRule {
  readonly by: Evaluator;
  /** The ConfigMap and the rule, for messages. */
  readonly where: string;
  readonly group: string;
  readonly rule: RuleFileRule;
}

/** A group of rules as it stands in a file. */
export type WrittenGroup = RuleFile['groups'][number];

const filesOf = (objects: readonly Manifest[], by: Evaluator): readonly Manifest[] =>
  objects.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(`${by}-rules`),
  );

const groupsIn = (file: Manifest): readonly WrittenGroup[] =>
  Object.values((file.data ?? {}) as Readonly<Record<string, string>>)
    // The edge: the files' shape is that of rule files.
    .flatMap((text) => (load(text) as RuleFile).groups);

/** The groups of rules in the files of one evaluator, in their order. */
export const ruleGroupsOf = (
  objects: readonly Manifest[],
  by: Evaluator,
): readonly WrittenGroup[] => filesOf(objects, by).flatMap(groupsIn);

/** The rules in the files of one evaluator, in their order. */
export const rulesOf = (objects: readonly Manifest[], by: Evaluator): readonly WrittenRule[] =>
  filesOf(objects, by).flatMap((file) =>
    groupsIn(file).flatMap(({ name: group, rules }) =>
      rules.map((rule) => ({
        by,
        where: `${named(file)} ${'alert' in rule ? rule.alert : rule.record}`,
        group,
        rule,
      })),
    ),
  );
