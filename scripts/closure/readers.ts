import type { Manifest } from '../../lib/core/index.js';
import { adapterQueries } from './adapter.js';
import { dashboards, panelsOf, type WrittenDashboard } from './boards.js';
import { rulesOf, type WrittenRule } from './rules.js';

/** A PromQL expression that somebody reads. */
export interface Reader {
  readonly kind: 'alert' | 'record' | 'panel' | 'variable' | 'adapter';
  /** For messages. */
  readonly where: string;
  readonly expr: string;
  /** Labels that the answer must have, for whoever shows it. */
  readonly shows: readonly Shown[];
  /** The rule, of an alert or a recording. */
  readonly rule?: WrittenRule['rule'];
  /** The title of the dashboard, and of the panel in it or the name of the variable. */
  readonly board?: { readonly title: string; readonly part: string };
}

interface Shown {
  readonly label: string;
  /** The text that shows it, and what comes of it where the label is not there. */
  readonly use: string;
}

/** Rules, dashboards, and what the metrics APIs are answered from. */
export const readers = (objects: readonly Manifest[]): readonly Reader[] => [
  ...rulesOf(objects, 'prometheus').map(ruleReader),
  ...dashboards(objects).flatMap(({ board }) => [...panels(board), ...variables(board)]),
  ...adapterQueries(objects).map((query) => ({ ...query, kind: 'adapter' as const, shows: [] })),
];

function ruleReader({ where, rule }: WrittenRule): Reader {
  const texts =
    'alert' in rule ? [...Object.values(rule.annotations), ...Object.values(rule.labels)] : [];
  return {
    kind: 'alert' in rule ? 'alert' : 'record',
    where,
    expr: rule.expr,
    rule,
    shows: labelsNamed(/\$labels\.(\w+)/g, texts).map((label) => ({
      label,
      use: `{{ $labels.${label} }} stays empty`,
    })),
  };
}

/** Each label that a pattern finds in texts, once. */
const labelsNamed = (pattern: RegExp, texts: readonly string[]): readonly string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, label = '']) => label))),
];

const panels = (board: WrittenDashboard): readonly Reader[] =>
  panelsOf(board).flatMap((panel) =>
    (panel.targets ?? [])
      .filter((t) => t.datasource.type === 'prometheus')
      .map((t) => ({
        kind: 'panel' as const,
        where: `dashboard "${board.title}", panel "${panel.title}"`,
        expr: t.expr,
        board: { title: board.title, part: panel.title },
        shows: labelsNamed(/\{\{\s*(\w+)\s*\}\}/g, [t.legendFormat ?? '']).map((label) => ({
          label,
          use: `{{${label}}} in its legend stays empty`,
        })),
      })),
  );

/** `label_values(up{…}, cluster)`; of `label_values(cluster)`, every series is asked. */
const variables = (board: WrittenDashboard): readonly Reader[] =>
  (board.templating?.list ?? [])
    .filter(({ datasource }) => datasource?.type === 'prometheus')
    .flatMap(({ name, query }) => {
      const [, expr = '', label = ''] =
        /^label_values\((?:(.+),\s*)?(\w+)\)$/.exec(query?.query ?? '') ?? [];
      return expr === ''
        ? []
        : [
            {
              kind: 'variable' as const,
              where: `dashboard "${board.title}", variable "${name}"`,
              expr,
              board: { title: board.title, part: `$${name}` },
              shows: [{ label, use: 'it offers no values' }],
            },
          ];
    });
