import type { RuleContext } from '../../core/index.js';
import type { Rule, RuleGroup } from '../../model/rule.js';
import { scraped, type Watched } from '../watched.js';
import { apiServerRules } from './api-server.js';
import { availabilityRules } from './availability.js';
import { clientRules } from './clients.js';
import { controllerRules } from './controllers.js';
import { dnsRules } from './dns.js';
import { etcdRules } from './etcd.js';
import { kubeletRules } from './kubelet.js';

/** Rules for those parts and objects of a cluster whose series are there. */
export function clusterRules(
  name: string,
  watched: Watched,
  context: RuleContext,
): readonly RuleGroup[] {
  const { jobs } = scraped(watched, context);
  const group = (subject: string, rules: readonly Rule[]): RuleGroup => ({
    name: `${name}-${subject}`,
    language: 'promql',
    rules,
  });
  const groups: readonly RuleGroup[] = [
    { name, language: 'promql', rules: availabilityRules(jobs, context) },
    group('api-server', apiServerRules(jobs)),
    group('clients', clientRules(jobs)),
    group('controllers', controllerRules(jobs)),
    group('dns', dnsRules(jobs)),
    group('etcd', etcdRules(jobs)),
    group('kubelet', kubeletRules(jobs)),
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
