import { Duration } from 'cdk8s';
import { downRule, type RuleContext } from '../core/index.js';
import { selector } from '../model/promql.js';
import type { RuleGroup } from '../model/rule.js';
import { everywhere } from './collectors.js';

/** What the rules need to know of the node-exporter they watch. */
export interface NodeExporterIdentity {
  readonly job: string;
  readonly readsTextFiles: boolean;
}

/** Rules for a node-exporter that is scraped; none for one that is not. */
export function nodeExporterRules(
  { job, readsTextFiles }: NodeExporterIdentity,
  context: RuleContext,
): readonly RuleGroup[] {
  if (!context.jobs.has(job)) return [];
  return [
    {
      name: job,
      language: 'promql',
      rules: [
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
          expr: `${selector('node_scrape_collector_success', { job, collector: { re: everywhere } })} == 0`,
          for: Duration.minutes(15),
          severity: 'warning',
          summary: 'A collector of node-exporter fails',
          description:
            'On {{ $labels.node }} the collector {{ $labels.collector }} has failed for 15 minutes, and its metrics are missing; its log says why.',
        },
        ...(readsTextFiles
          ? [
              {
                alert: 'NodeTextFileCollectorScrapeError',
                expr: `${selector('node_textfile_scrape_error', { job })} == 1`,
                for: Duration.minutes(15),
                severity: 'warning',
                summary: 'A file of metrics cannot be read',
                description:
                  'On {{ $labels.node }} a file in the directory of text files is malformed or cannot be read; the log of node-exporter names it.',
              } as const,
            ]
          : []),
      ],
    },
  ];
}
