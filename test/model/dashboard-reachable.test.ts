import { describe, expect, it } from 'vitest';
import { linkTo, onlyLinksTo, row, stat, table } from '../../lib/model/dashboard/index.js';
import { parsed, small, spec, text, up } from './dashboard-parts.js';

const link = (uid: string) => ({ uid, title: 'There', labels: ['pod'] });
const board = spec({
  links: [linkTo('pod', 'Pod'), linkTo('gone', 'Gone')],
  panels: [
    stat({ ...small, link: link('gone') }),
    stat({ ...small, link: link('pod') }),
    row('Tables'),
    table({
      ...text,
      queries: [up],
      columns: [
        { label: 'pod', title: 'Pod', link: link('pod') },
        { label: 'node', title: 'Node', link: link('gone') },
      ],
    }),
  ],
});
const urls = (json: object) =>
  [...JSON.stringify(json).matchAll(/"url":"(\/d\/\w+)/g)].map(([, url]) => url);

describe('links', () => {
  it('to dashboards that are not there are left out, from the head, from panels and from columns', () => {
    expect(urls(parsed(board))).toHaveLength(6);
    const reached = parsed(onlyLinksTo(board, (uid) => uid === 'pod'));
    expect(urls(reached)).toEqual(['/d/pod', '/d/pod', '/d/pod']);
    expect(urls(parsed(onlyLinksTo(board, () => false)))).toEqual([]);
  });

  it('are all that is changed', () => {
    expect(parsed(onlyLinksTo(board, () => true))).toEqual(parsed(board));
  });

  it('out of Grafana stay', () => {
    const outside = { ...linkTo('pod', 'Runbooks'), url: 'https://example.com/d/pod' };
    expect(parsed(onlyLinksTo(spec({ links: [outside] }), () => false)).links).toEqual([outside]);
  });
});
