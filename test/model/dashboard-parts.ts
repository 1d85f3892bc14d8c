import {
  type DashboardSpec,
  dashboardJson,
  type PanelsSpec,
  prom,
  stat,
} from '../../lib/model/dashboard/index.js';

/** Datasources as they are wired. */
export const ds = {
  prometheus: { uid: 'prometheus', type: 'prometheus' },
  loki: { uid: 'loki', type: 'loki' },
  tempo: { uid: 'tempo', type: 'tempo' },
} as const;

export const up = prom(ds.prometheus, 'up');
export const text = { title: 'Up', description: 'What answers.' };
/** The least that a panel can be told. */
export const small = { ...text, unit: 'none', thresholds: 'none', queries: [up] } as const;
export const identity = { uid: 'example', title: 'Example' };

/** The least that a dashboard can be told, with something changed. */
export const spec = (changed: Partial<PanelsSpec> = {}): PanelsSpec => ({
  description: 'For tests.',
  tags: [],
  variables: [],
  panels: [stat(small)],
  ...changed,
});

/** What is written, read again. */
export const parsed = (given: DashboardSpec) => JSON.parse(dashboardJson(identity, given));

/** A panel as it is written when it is alone. */
export const alone = (panel: PanelsSpec['panels'][number]) =>
  parsed(spec({ panels: [panel] })).panels[0];
