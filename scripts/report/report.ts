import { observability } from '../../charts/index.js';
import { Routing } from '../../lib/alertmanager/index.js';
import { App } from '../../lib/core/index.js';
import { example } from '../../sites/example.js';
import { type Closure, closureOf, metricsOf } from '../closure/closure.js';
import { recordedSeries } from '../closure/recorded.js';
import { rulesOf } from '../closure/rules.js';
import { unreadSeries } from '../closure/unread.js';
import { alertTable } from './alerts.js';
import { boardSections, queryTable } from './boards.js';
import { jobNames } from './job-names.js';
import { chapter, folded, names, table } from './markdown.js';
import { routingTable } from './routing.js';
import { shippedAlerts } from './shipped-alerts.js';

/**
 * Who reads what in the stack of the example site, and where alerts go, as a page of Markdown.
 *
 * @param hasRunbook whether there is a page in docs/runbooks for an alert
 */
export function report(hasRunbook: (alert: string) => boolean): string {
  const app = new App();
  observability(app, example);
  const objects = app.render().flatMap((file) => file.objects.map((o) => o.manifest));
  const closure = closureOf(objects);
  const alerts = (['prometheus', 'loki'] as const).flatMap((by) => rulesOf(objects, by));
  const parts = [
    '# Who reads what',
    'Written by `npm run report` from the stack of the example site: every metric and label was followed through ' +
      'all relabeling to the job that brings it. `npm test` fails when this page is old, and when something is read ' +
      'that no job brings.',
    counts(closure, alerts.filter(({ rule }) => 'alert' in rule).length),
    chapter('Alerts', alertTable(alerts, closure, hasRunbook)),
    chapter('Recorded series', recordings(closure)),
    chapter(
      'Queries of dashboards',
      'What opening a dashboard asks, once for each refresh.',
      queryTable(objects),
    ),
    chapter('Panels', boardSections(objects, closure)),
    chapter(
      'Series that a job drops in part',
      'Of the names that somebody reads: what the step matches is not there to be read.',
      partly(closure),
    ),
    chapter(
      'Series that nobody reads',
      'Names that a job brings and no rule, panel, variable or adapter reads: there for questions of the moment, ' +
        'and what `metrics: used` would leave out.',
      unread(closure),
    ),
    ...(example.alerts.none === undefined
      ? [
          chapter(
            'Where alerts go',
            'By the routes of the example site. Hidden by: where all fire at one place.',
            routingTable(shippedAlerts(objects, example.cluster), new Routing(example.alerts)),
          ),
        ]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function counts(closure: Closure, alerts: number): string {
  const { readings } = closure;
  const boards = new Set(readings.flatMap(({ reader: { board } }) => board?.title ?? []));
  const jobs = unreadSeries(closure);
  const brought = jobs.reduce((sum, { series }) => sum + series, 0);
  const idle = jobs.reduce((sum, { unread: of }) => sum + of.length, 0);
  const of = (kind: string) => readings.filter(({ reader }) => reader.kind === kind).length;
  return table([
    [
      'alerts',
      'recording rules',
      'dashboards',
      'queries of panels',
      'jobs',
      'names brought',
      'names read',
    ],
    [alerts, of('record'), boards.size, of('panel'), jobs.length, brought, brought - idle].map(
      String,
    ),
  ]).trimEnd();
}

function recordings(closure: Closure): string {
  const rows = recordedSeries(closure).map(({ name, readers }) => {
    const made = closure.recorded.get(name);
    return [
      names([name]),
      names([...(made?.labels ?? [])].sort()),
      jobNames(made?.jobs ?? [], closure),
      readers.join('; '),
    ];
  });
  return rows.length === 0 ? 'None.' : table([['series', 'labels', 'jobs', 'read by'], ...rows]);
}

/** Names that are read, and of which a step drops some series. */
function partly({ jobs, readings }: Closure): string {
  const read = new Set(readings.flatMap(metricsOf));
  const rows = jobs.flatMap(({ name: job, series }) =>
    [...series].flatMap(([name, { partly: step }]) =>
      step !== undefined && read.has(name) ? [[`\`${job}\``, `\`${name}\``, `\`${step}\``]] : [],
    ),
  );
  return rows.length === 0 ? 'None.' : table([['job', 'series', 'step'], ...rows]);
}

const unread = (closure: Closure): string =>
  unreadSeries(closure)
    .map(({ job, series, unread: idle }) =>
      folded(`<code>${job}</code>: ${idle.length} of ${series}`, names(idle)),
    )
    .join('\n');
