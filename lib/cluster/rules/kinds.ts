import { metricsOf } from '../../model/promql-syntax.js';
import type { AlertRule } from '../../model/rule.js';
import type { Watched } from '../watched.js';

type Objects = NonNullable<Watched['objects']>;

/** The kind of object that a metric tells of: `pods` for `kube_pod_info`. */
const isOf = (metric: string) => {
  const [, singular = ''] = /^kube_([a-z]+)/.exec(metric) ?? [];
  const plurals = [`${singular}s`, `${singular}es`, singular.replace(/y$/, 'ies')];
  return (kind: string): boolean => plurals.includes(kind);
};

/** The rules that read only kinds of objects which are shown: of any other, they would wait for ever. */
export const ofShownKinds = (
  rules: readonly AlertRule[],
  { job, kinds }: Objects,
): readonly AlertRule[] =>
  rules.filter(({ expr }) =>
    metricsOf(expr).every(
      ({ metric = '', matchers }) => matchers.job !== job || kinds.some(isOf(metric)),
    ),
  );
