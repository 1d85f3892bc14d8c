import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../../core/index.js';
import type { AlertRule } from '../../model/rule.js';
import { everywhere } from '../collectors.js';
import type { Nodes } from './asking.js';

/**
 * That the nodes are measured at all.
 *
 * @param alsoOn collectors besides those that run everywhere, which somebody has turned on
 */
export const exporterRules = (
  { of }: Nodes,
  { job, alsoOn }: { readonly job: string; readonly alsoOn: readonly string[] },
  context: RuleContext,
): readonly AlertRule[] => [
  downRule(
    {
      alert: 'NodeExporterDown',
      job,
      product: 'node-exporter',
      symptom: 'nobody sees how that node fares',
      severity: 'warning',
    },
    context,
  ),
  {
    alert: 'NodeExporterCollectorFailing',
    expr: `${of('node_scrape_collector_success', { collector: { re: [everywhere, ...alsoOn].join('|') } })} == 0`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A collector of node-exporter fails',
    description:
      'On {{ $labels.node }} the collector {{ $labels.collector }} has failed for 15 minutes, and its metrics are missing; its log says why.',
  },
];

/** That files of metrics can be read. */
export const textFileRules = ({ of }: Nodes): readonly AlertRule[] => [
  {
    alert: 'NodeTextFileCollectorScrapeError',
    expr: `${of('node_textfile_scrape_error')} == 1`,
    for: Duration.minutes(15),
    severity: 'warning',
    summary: 'A file of metrics cannot be read',
    description:
      'On {{ $labels.node }} a file in the directory of text files is malformed or cannot be read; the log of node-exporter names it.',
  },
];
