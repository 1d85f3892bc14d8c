import type { Manifest } from '../../lib/core/index.js';
import { named } from './objects.js';

interface WrittenTarget {
  readonly datasource: { readonly uid: string; readonly type: string };
  readonly expr: string;
  readonly legendFormat?: string;
}
/** A choice in the head of a dashboard. */
interface WrittenVariable {
  readonly name: string;
  readonly datasource?: { readonly type: string };
  readonly query?: { readonly query?: string };
}
export interface WrittenPanel {
  readonly title: string;
  readonly type: string;
  readonly description?: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly collapsed?: boolean;
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly thresholds?: {
        readonly steps: readonly { readonly value: number | null; readonly color: string }[];
      };
    };
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options: string };
      readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
    }[];
  };
  readonly targets?: readonly WrittenTarget[];
  readonly panels?: readonly WrittenPanel[];
}
export interface WrittenDashboard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly panels: readonly WrittenPanel[];
  readonly templating?: { readonly list: readonly WrittenVariable[] };
}

/** Every dashboard that is written, with the ConfigMap it stands in. */
export const dashboards = (
  objects: readonly Manifest[],
): { where: string; board: WrittenDashboard }[] =>
  objects
    .filter((o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith('grafana-dashboard-'))
    .flatMap((o) =>
      Object.values(o.data as Record<string, string>).map((text) => ({
        where: named(o),
        board: JSON.parse(text) as WrittenDashboard,
      })),
    );

/** The panels of a dashboard, those in folded rows too. */
export const panelsOf = (board: WrittenDashboard): readonly WrittenPanel[] =>
  board.panels.flatMap((p) => [p, ...(p.panels ?? [])]);
