import type { RuleContext } from '../../core/index.js';
import type { RuleGroup } from '../../model/rule.js';
import { scraped, type Watched } from '../watched.js';
import { availabilityRules } from './availability.js';
import { recordingRules } from './recordings.js';

/** Rules for those parts and objects of a cluster whose series are there. */
export function clusterRules(
  name: string,
  watched: Watched,
  context: RuleContext,
): readonly RuleGroup[] {
  const there = scraped(watched, context);
  const groups: readonly RuleGroup[] = [
    { name, language: 'promql', rules: availabilityRules(there.jobs, context) },
    { name: `${name}-recordings`, language: 'promql', rules: recordingRules(there) },
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
