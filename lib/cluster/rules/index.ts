import type { RuleContext } from '../../core/index.js';
import type { RuleGroup } from '../../model/rule.js';
import { scraped, type Watched } from '../watched.js';
import { availabilityRules } from './availability.js';

/** Rules for those parts and objects of a cluster whose series are there. */
export function clusterRules(
  name: string,
  watched: Watched,
  context: RuleContext,
): readonly RuleGroup[] {
  const { jobs } = scraped(watched, context);
  const groups: readonly RuleGroup[] = [
    { name, language: 'promql', rules: availabilityRules(jobs, context) },
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
