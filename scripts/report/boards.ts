import type { Manifest } from '../../lib/core/index.js';
import { dashboards, panelsOf, type WrittenDashboard } from '../closure/boards.js';
import { type Closure, jobsRead, metricsOf } from '../closure/closure.js';
import { distinct } from '../closure/series.js';
import { jobNames } from './job-names.js';
import { names, table } from './markdown.js';

/** Dashboards as people find them: by folder and title. */
const sorted = (objects: readonly Manifest[]): readonly WrittenDashboard[] =>
  dashboards(objects)
    .map(({ board }) => board)
    .sort((a, b) => (a.title < b.title ? -1 : 1));

const asking = (board: WrittenDashboard) => panelsOf(board).filter((panel) => panel.targets);

/** How much each dashboard asks. */
export function queryTable(objects: readonly Manifest[]): string {
  const rows = sorted(objects).map((board) => {
    const targets = asking(board).flatMap((panel) => panel.targets ?? []);
    const of = (type: string) =>
      targets.filter(({ datasource }) => datasource.type === type).length;
    const variables = board.templating?.list.filter(({ query }) => query !== undefined) ?? [];
    return [
      board.title,
      ...[asking(board).length, targets.length, of('prometheus'), of('loki'), variables.length].map(
        String,
      ),
    ];
  });
  const columns = ['dashboard', 'panels', 'queries', 'of Prometheus', 'of Loki', 'variables'];
  return table([columns, ...rows]);
}

/** What the panels of each dashboard read. */
export const boardSections = (objects: readonly Manifest[], closure: Closure): string =>
  sorted(objects)
    .map((board) => `### ${board.title}\n\n${panelTable(board, closure)}`)
    .join('\n');

function panelTable(board: WrittenDashboard, closure: Closure): string {
  const rows = asking(board).map(({ title, targets = [] }) => {
    const of = closure.readings.filter(
      ({ reader }) =>
        reader.kind === 'panel' &&
        reader.board?.title === board.title &&
        reader.board.part === title,
    );
    const others = distinct(targets.map(({ datasource }) => datasource.type)).filter(
      (type) => type !== 'prometheus',
    );
    return [
      title,
      [
        ...(of.length > 0 ? [names(distinct(of.flatMap(metricsOf)))] : []),
        ...others.map((type) => (type === 'loki' ? 'log lines' : `what ${type} tells`)),
      ].join(', '),
      jobNames(distinct(of.flatMap(jobsRead)), closure),
    ];
  });
  return table([['panel', 'metrics', 'jobs'], ...rows]);
}
