import { labelNameError } from '../promql.js';
import { refuse, refuseBadUid, refuseEmpty } from './refusal.js';
import type { DataLinkJson, LinkJson } from './schema.js';

/**
 * A link to another dashboard, in the head of this one. It takes the time range along, and the choices:
 * they arrive where variables have the same names.
 *
 * @param choices made there in any case, by the name of the variable; none that this dashboard offers itself
 * @throws when the uid is not one of Grafana's, or the title is empty
 * @example
 * links: [linkTo('prometheus', 'Prometheus'), linkTo('cluster-namespace', 'Namespace', { namespace: 'shop' })]
 */
export function linkTo(
  uid: string,
  title: string,
  choices: Readonly<Record<string, string>> = {},
): LinkJson {
  refuseBadUid('link', uid);
  refuseEmpty(`link "${uid}"`, 'title', title, 'name where it leads');
  return {
    type: 'link',
    title,
    // Without a host: Grafana puts the path of its root URL in front.
    url: [`/d/${uid}`, ...chosenThere(choices)].join('?'),
    icon: 'dashboard',
    tooltip: '',
    tags: [],
    asDropdown: false,
    targetBlank: false,
    includeVars: true,
    keepTime: true,
  };
}

/** None or one: Grafana adds what is taken along behind it. */
function chosenThere(choices: Readonly<Record<string, string>>): readonly string[] {
  const all = Object.entries(choices).map(
    ([name, value]) => `var-${name}=${encodeURIComponent(value)}`,
  );
  return all.length > 0 ? [all.join('&')] : [];
}

/**
 * Where a click on a value leads: to another dashboard, about what was clicked, with the same time range.
 *
 * @example
 * { uid: 'pod', title: 'This pod', labels: ['cluster', 'namespace', 'pod'] }
 */
export interface ValueLink {
  /** Of the other dashboard. */
  readonly uid: string;
  /** How the menu of the value names it. */
  readonly title: string;
  /** Labels of what was clicked: there they are what is chosen, in the variables of the same names. */
  readonly labels: readonly string[];
  /** Variables of this dashboard whose choice is taken along as it stands. @default - none */
  readonly choices?: readonly string[];
}

/** Where a label of what was clicked is found: in the row of a table, in the name of a line. */
export type ClickedOn = 'row' | 'line';

/**
 * The link of a value in Grafana's notation.
 *
 * @throws when the uid is not one of Grafana's, the title is empty, a label is none, or something is
 *   taken along both as it was clicked and as it is chosen
 * @see https://grafana.com/docs/grafana/latest/panels-visualizations/configure-data-links/
 */
export function valueLink(where: string, clicked: ClickedOn, link: ValueLink): DataLinkJson {
  const { uid, title, labels, choices = [] } = link;
  refuseBadUid(`${where}: link`, uid);
  const named = `${where}: link "${uid}"`;
  refuseEmpty(named, 'title', title, 'name where it leads');
  for (const label of labels) {
    const fault = labelNameError(label);
    if (fault !== undefined) throw new Error(`${named}: ${fault}`);
  }
  const both = choices.find((name) => labels.includes(name));
  if (both !== undefined)
    refuse(named, `"${both}" is taken along twice`, 'leave it to the labels, or to the choices');
  const scope = clicked === 'row' ? '__data.fields' : '__field.labels';
  const taken = [
    '${__url_time_range}',
    // What follows ":" is how a value is written: safe in an address, or as "var-name=…" for each chosen.
    ...labels.map((label) => `var-${label}=\${${scope}.${label}:percentencode}`),
    ...choices.map((name) => `\${${name}:queryparam}`),
  ];
  return { title, url: `/d/${uid}?${taken.join('&')}`, targetBlank: false };
}
