import { type Dashboard, Endpoint } from '../lib/core/index.js';
import { dashboardJson } from '../lib/model/dashboard/index.js';
import { promqlError } from '../lib/model/promql-syntax.js';

interface DrawnPanel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
  /** Of a heading: what is folded below it. */
  readonly panels?: readonly DrawnPanel[];
}

/** A dashboard as it is written, for a Prometheus that is nowhere. */
export function boardJson(dashboard: Dashboard | undefined): string {
  if (!dashboard) throw new Error('there is no dashboard');
  const endpoint = Endpoint.fromUrl('http://prometheus.example.com:9090');
  const prometheus = { uid: 'prometheus', type: 'prometheus', endpoint } as const;
  return dashboardJson(dashboard, dashboard.spec({ prometheus }));
}

/** A dashboard drawn with a Prometheus that is nowhere: its panels, and what is wrong with its questions. */
export function drawn(dashboard: Dashboard | undefined): {
  readonly panels: readonly DrawnPanel[];
  readonly exprs: readonly string[];
  readonly faults: readonly string[];
} {
  // What the model writes is typed where it is written; here it is read back.
  const { panels } = JSON.parse(boardJson(dashboard)) as { panels: DrawnPanel[] };
  const all = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const exprs = all.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return { panels, exprs, faults: exprs.flatMap((expr) => promqlError(expr) ?? []) };
}
