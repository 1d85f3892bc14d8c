import { refuseBadUid, refuseEmpty } from './refusal.js';
import type { LinkJson } from './schema.js';

/**
 * A link to another dashboard, in the head of this one. It takes the time range along, and the choices:
 * they arrive where variables have the same names.
 *
 * @throws when the uid is not one of Grafana's, or the title is empty
 * @example
 * links: [linkTo('prometheus', 'Prometheus')]
 */
export function linkTo(uid: string, title: string): LinkJson {
  refuseBadUid('link', uid);
  refuseEmpty(`link "${uid}"`, 'title', title, 'name where it leads');
  return {
    type: 'link',
    title,
    // Without a host: Grafana puts the path of its root URL in front.
    url: `/d/${uid}`,
    icon: 'dashboard',
    tooltip: '',
    tags: [],
    asDropdown: false,
    targetBlank: false,
    includeVars: true,
    keepTime: true,
  };
}
