import { defaults } from './defaults.js';
import type { ImportedSpec } from './imported.js';
import { written } from './json.js';
import { bottom, flow, gridColumns } from './layout.js';
import type { Panel, Row } from './panel.js';
import { refuse, refuseBadUid, refuseEmpty } from './refusal.js';
import type { DashboardJson, LinkJson, PlacedJson, RowJson } from './schema.js';
import { refuseUnknownVariables } from './templating.js';
import type { Variable } from './variables.js';

/** What names a dashboard: the uid in its address and in links, the title for people. */
export interface DashboardIdentity {
  /** At most 40 letters, digits, `-` and `_`. */
  readonly uid: string;
  readonly title: string;
}

/** What a dashboard shows, from top to bottom. */
export interface PanelsSpec {
  /** Whom it helps with what. */
  readonly description: string;
  /** Words by which dashboards are found. */
  readonly tags: readonly string[];
  /** Choices in its head, in the order in which one narrows the next. */
  readonly variables: readonly Variable[];
  /** Panels in reading order, with headings between them. */
  readonly panels: readonly (Panel | Row)[];
  /** Links in its head. @default - none */
  readonly links?: readonly LinkJson[];
  /** Start of the time shown, which ends now. @default 'now-1h' */
  readonly time?: `now-${number}${'m' | 'h' | 'd'}`;
  /** How often it asks again. @default '1m' */
  readonly refresh?: `${number}${'s' | 'm' | 'h'}`;
}

/** What a dashboard shows: panels written here, or those of an imported file. */
export type DashboardSpec = PanelsSpec | ImportedSpec;

/**
 * A dashboard as the JSON that Grafana reads from a file: the one place where dashboards become text.
 *
 * @throws when uid, title or description cannot stand, when a row or the whole is empty, or when
 *   something reads a variable that is not defined
 * @see https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards
 * @example
 * dashboardJson({ uid: 'loki', title: 'Loki' }, { description, tags: ['loki'], variables: [], panels })
 */
export function dashboardJson(identity: DashboardIdentity, spec: DashboardSpec): string {
  const { uid, title } = identity;
  refuseBadUid('dashboard', uid);
  const where = `dashboard "${uid}"`;
  refuseEmpty(where, 'title', title, 'name it for people');
  const model = 'imported' in spec ? spec.imported : drawn(where, spec);
  return written({ ...model, id: null, uid, title });
}

function drawn(where: string, spec: PanelsSpec): DashboardJson {
  refuseEmpty(where, 'description', spec.description, 'say whom it helps with what');
  refuseUnknownVariables(where, spec);
  return {
    description: spec.description,
    tags: [...spec.tags],
    schemaVersion: defaults.schemaVersion,
    // It is read from a file: what is edited in the browser could not be saved.
    editable: false,
    timezone: defaults.timezone,
    graphTooltip: defaults.graphTooltip,
    time: { from: spec.time ?? defaults.time, to: 'now' },
    refresh: spec.refresh ?? defaults.refresh,
    annotations: { list: [] },
    links: [...(spec.links ?? [])],
    templating: { list: spec.variables.map(({ json }) => json) },
    panels: placed(where, spec.panels),
  };
}

/** A heading, and the panels up to the next one; before the first heading, panels alone. */
interface Section {
  readonly row?: Row;
  readonly panels: Panel[];
}

function sections(parts: readonly (Panel | Row)[]): Section[] {
  const all: Section[] = [{ panels: [] }];
  for (const part of parts)
    if (part.kind === 'row') all.push({ row: part, panels: [] });
    else all.at(-1)?.panels.push(part);
  return all;
}

function placed(where: string, parts: readonly (Panel | Row)[]): (PlacedJson | RowJson)[] {
  if (parts.length === 0) refuse(where, 'it has no panels', 'show something');
  const all: (PlacedJson | RowJson)[] = [];
  let id = 0;
  let y = 0;
  for (const { row, panels } of sections(parts)) {
    if (row && panels.length === 0)
      refuse(where, `row "${row.title}" has no panels`, 'put panels after it, or leave it out');
    const heading = row && headingAt(row, ++id, y++);
    const grid = flow(panels, y);
    const shown = grid.map(({ part, gridPos }) => ({ ...part.json, id: ++id, gridPos }));
    if (heading?.collapsed) {
      all.push({ ...heading, panels: shown });
      continue;
    }
    if (heading) all.push(heading);
    all.push(...shown);
    y = bottom(grid, y);
  }
  return all;
}

const headingAt = ({ title, folded }: Row, id: number, y: number): RowJson => ({
  type: 'row',
  id,
  title,
  collapsed: folded,
  gridPos: { h: 1, w: gridColumns, x: 0, y },
  panels: [],
});
