import { createHash } from 'node:crypto';
import {
  type AskedQuery,
  type Component,
  ConfigFile,
  type Dashboard,
  type Datasource,
  type Workload,
} from '../core/index.js';
import { promqlAsked } from '../model/dashboard/asked.js';
import { type DashboardSpec, dashboardJson, onlyLinksTo } from '../model/dashboard/index.js';
import { isObject, type Json } from '../model/dashboard/json.js';
import { refuseBadUid } from '../model/dashboard/refusal.js';
import type { DatasourceRegistry } from './datasources.js';
import type { Folder } from './provisioning.js';

/** Where the files of all folders lie, a directory each. */
const dashboardsDir = '/etc/grafana/dashboards';

/**
 * The dashboards of one Grafana: a ConfigMap each, and of each folder one directory into which they are
 * projected. Changed content is seen by polling; only a new dashboard changes the pod.
 */
export class DashboardShelf {
  private readonly known = new Map<string, Dashboard>();
  private readonly titles = new Map<string, Folder>();
  private readonly specs = new Map<
    Dashboard,
    { readonly of: string; readonly spec: DashboardSpec }
  >();

  constructor(
    private readonly component: Component,
    private readonly workload: Workload,
    private readonly datasources: DatasourceRegistry,
  ) {}

  /** In the order of their uids. */
  get folders(): readonly Folder[] {
    return [...this.titles.values()].sort((a, b) => (a.uid < b.uid ? -1 : 1));
  }

  add(dashboard: Dashboard): void {
    const { component } = this;
    const { uid, title, folder } = dashboard;
    refuseBadUid(component.where, uid);
    const twin = this.known.get(uid);
    if (twin === dashboard) return;
    if (twin)
      component.refuse(
        `dashboard "${title}" has the uid "${uid}" of dashboard "${twin.title}"`,
        'give each one of its own',
      );
    const namesake = [...this.known.values()].find((d) => d.folder === folder && d.title === title);
    if (namesake)
      component.refuse(
        `dashboards "${namesake.uid}" and "${uid}" are both titled "${title}" in folder "${folder}"`,
        'rename one, or put it elsewhere',
      );
    const { dir } = this.folder(folder);
    this.known.set(uid, dashboard);
    const file = new ConfigFile(component, `dashboard-${uid}`, {
      name: `${component.name}-dashboard-${objectName(uid)}`,
      file: `${uid}.json`,
      whenChanged: 'reload',
      content: () => this.render(dashboard),
    });
    this.workload.volumes.project(file.name, dir, false, [this.workload.main]);
  }

  /** What its dashboards ask a Prometheus, whichever of them ask it. */
  askedOf({ uid }: Datasource): readonly AskedQuery[] {
    const { byType, wired } = this.datasources;
    const isDefault = wired.some((one) => one.isDefault && one.datasource.uid === uid);
    // One that lacks a datasource is refused as it is written.
    const drawn = [...this.known.values()].filter(({ needs }) =>
      needs.every((type) => byType[type]),
    );
    return drawn.flatMap(({ title, spec }) =>
      promqlAsked(spec(byType), { uid, isDefault }).map(({ part, expr }) => ({
        where: `dashboard "${title}", ${part}`,
        expr,
      })),
    );
  }

  private folder(title: string): Folder {
    const { component } = this;
    if (title.trim() === '')
      component.refuse(`folder "${title}" has no title`, 'name it for people');
    // Grafana keeps this title for what lies in no folder, and refuses another of it.
    if (title.toLowerCase() === 'general')
      component.refuse(`folder "${title}" is Grafana's own`, 'name it for what is in it');
    const known = this.titles.get(title);
    if (known) return known;
    const uid = folderUid(title);
    const twin = this.folders.find((f) => f.uid === uid);
    if (twin)
      component.refuse(
        `folders "${twin.title}" and "${title}" would both have the uid "${uid}"`,
        'spell them alike, or rename one',
      );
    const folder = { uid, title, dir: `${dashboardsDir}/${uid}` };
    this.titles.set(title, folder);
    return folder;
  }

  /** What a dashboard shows; drawn once for the same datasources, as it is asked about before it is written. */
  private drawn(dashboard: Dashboard): DashboardSpec {
    const { byType } = this.datasources;
    const of = Object.values(byType)
      .map(({ uid }) => uid)
      .join();
    const known = this.specs.get(dashboard);
    if (known?.of === of) return known.spec;
    const spec = dashboard.spec(byType);
    this.specs.set(dashboard, { of, spec });
    return spec;
  }

  private render(dashboard: Dashboard): string {
    const { uid, needs } = dashboard;
    const { byType } = this.datasources;
    const missing = needs.find((type) => byType[type] === undefined);
    if (missing)
      this.component.refuse(
        `dashboard "${uid}" needs a datasource of type ${missing}, and none is wired`,
        'call addDatasource with one',
      );
    const spec = this.drawn(dashboard);
    const stranger = [...askedBy(spec)].find((name) => !this.datasources.knows(name));
    if (stranger !== undefined)
      this.component.refuse(
        `dashboard "${uid}" asks the datasource "${stranger}", which is not wired`,
        `put one of these in its place: ${this.datasources.wired.map((w) => w.datasource.uid).join(', ')}`,
      );
    const isThere = (other: string) => this.known.has(other);
    return dashboardJson(dashboard, 'imported' in spec ? spec : onlyLinksTo(spec, isThere));
  }
}

/** The datasources that a dashboard names. */
const askedBy = (spec: DashboardSpec): Iterable<string> =>
  'imported' in spec
    ? asked(spec.imported)
    : [...spec.variables, ...spec.panels].flatMap((part) =>
        part.kind === 'row' ? [] : (part.json.datasource?.uid ?? []),
      );

/** The datasources that an imported dashboard names, but for Grafana's own and variables. */
function* asked(value: Json, key = ''): Generator<string> {
  if (key === 'datasource') {
    const uid = isObject(value) ? value.uid : value;
    if (typeof uid === 'string' && !/^(\$.*|\[\[.*|-- .* --|grafana|__expr__|)$/.test(uid))
      yield uid;
  } else if (Array.isArray(value)) for (const member of value) yield* asked(member);
  else if (isObject(value)) for (const [k, v] of Object.entries(value)) yield* asked(v, k);
}

/** A uid from a title that people read: at most the 40 characters that Grafana stores. */
function folderUid(title: string): string {
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
  return slug === '' ? `folder-${hash(title)}` : slug;
}

/** A uid as part of an object's name: other than names, uids know capitals and underscores. */
const objectName = (uid: string): string =>
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(uid)
    ? uid
    : `${uid.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${hash(uid)}`;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
