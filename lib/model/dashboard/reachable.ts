import type { PanelsSpec } from './dashboard.js';
import type { Panel, Row } from './panel.js';
import type { OverrideJson, PanelJson } from './schema.js';

/** Whether there is a dashboard of that uid. */
export type IsThere = (uid: string) => boolean;

/**
 * The same, without links to dashboards that are not there: one that leads nowhere takes the time of someone
 * who has none.
 *
 * @example
 * onlyLinksTo(spec, (uid) => uids.has(uid))
 */
export const onlyLinksTo = (spec: PanelsSpec, isThere: IsThere): PanelsSpec => ({
  ...spec,
  links: (spec.links ?? []).filter(({ url }) => leads(url, isThere)),
  panels: spec.panels.map((part) => linked(part, isThere)),
});

/** A link out of Grafana leads where it says. */
function leads(url: unknown, isThere: IsThere): boolean {
  const [, uid] = typeof url === 'string' ? (/^\/d\/([\w-]+)/.exec(url) ?? []) : [];
  return uid === undefined || isThere(uid);
}

function linked(part: Panel | Row, isThere: IsThere): Panel | Row {
  if (part.kind === 'row') return part;
  const { fieldConfig } = part.json;
  const { links } = fieldConfig.defaults;
  const json: PanelJson = {
    ...part.json,
    fieldConfig: {
      defaults: {
        ...fieldConfig.defaults,
        links: links?.filter(({ url }) => leads(url, isThere)),
      },
      overrides: fieldConfig.overrides.map((column) => linkedColumn(column, isThere)),
    },
  };
  return { ...part, json };
}

const linkedColumn = ({ matcher, properties }: OverrideJson, isThere: IsThere): OverrideJson => ({
  matcher,
  // What a property holds depends on its id.
  properties: properties.flatMap(({ id, value }) => {
    if (id !== 'links' || !Array.isArray(value)) return [{ id, value }];
    const kept = value.filter((link: { readonly url?: unknown }) => leads(link.url, isThere));
    return kept.length > 0 ? [{ id, value: kept }] : [];
  }),
});
