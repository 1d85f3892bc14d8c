import type { IHostMetrics, RuleContext } from '../../core/index.js';
import type { RuleGroup } from '../../model/rule.js';
import { nodesOf } from './asking.js';
import { diskRules } from './disks.js';
import { exporterRules, textFileRules } from './exporter.js';
import { fileSystemRules } from './file-systems.js';
import { cpuRules, memoryRules } from './load.js';
import { connectionRules, networkRules } from './network.js';
import { clockRules, openFileRules, serviceRules } from './system.js';

/** Which measurements of the nodes there are for rules to read. */
export type HostMeasurements = Required<IHostMetrics['hostMetrics']> & {
  readonly readsTextFiles: boolean;
  readonly watchesServices: boolean;
};

/** Rules about nodes whose measurements are scraped; none about others, and none of what is not measured. */
export function nodeRules(hosts: HostMeasurements, context: RuleContext): readonly RuleGroup[] {
  const { job, tracksConnections, readsTextFiles, watchesServices } = hosts;
  if (!context.jobs.has(job)) return [];
  const nodes = nodesOf(job);
  const about = (subject: string, ...rules: RuleGroup['rules']): RuleGroup => ({
    name: `${job}-${subject}`,
    language: 'promql',
    rules,
  });
  return [
    {
      name: job,
      language: 'promql',
      rules: [
        ...exporterRules(nodes, { job, alsoOn: watchesServices ? ['systemd'] : [] }, context),
        ...(readsTextFiles ? textFileRules(nodes) : []),
      ],
    },
    about('file-systems', ...fileSystemRules(nodes)),
    about('disks', ...diskRules(nodes)),
    about('load', ...cpuRules(nodes), ...memoryRules(nodes)),
    about('network', ...networkRules(nodes), ...(tracksConnections ? connectionRules(nodes) : [])),
    about(
      'system',
      ...clockRules(nodes),
      ...openFileRules(nodes),
      ...(watchesServices ? serviceRules(nodes) : []),
    ),
  ];
}
