import { describe, expect, it } from 'vitest';
import { defaults } from '../../lib/model/dashboard/defaults.js';
import { clusterVariable, linkTo, row, stat } from '../../lib/model/dashboard/index.js';
import { markOf, panelTypes, picture } from '../../scripts/preview/picture.mjs';
import { board, down, panels, rate, stored } from './parts.js';

const prometheus = { uid: 'prometheus', type: 'prometheus' } as const;

/** The texts of a picture, in the order in which they are drawn. */
const texts = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words = '']) => words);

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the panels of a picture are. */
const boxes = (svg: string): readonly Box[] =>
  [
    ...svg.matchAll(
      /translate\((\d+) (\d+)\)"><title>[^<]*<\/title><rect x="0" y="0" width="(\d+)" height="(\d+)" fill="#ffffff" stroke="#dfe1e4" rx="3"\/><text x="10" y="20"/g,
    ),
  ].map(([, ...numbers]) => {
    const [x = 0, y = 0, width = 0, height = 0] = numbers.map(Number);
    return { x, y, width, height };
  });

const apart = (a: Box, b: Box): boolean =>
  a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;

/** How often each tag is opened and closed. */
function unbalanced(svg: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, close, name = '', , alone] of svg.matchAll(/<(\/?)([a-zA-Z]+)([^>]*?)(\/?)>/g))
    if (close) {
      if (open.pop() !== name) faults.push(name);
    } else if (!alone) open.push(name);
  return [...faults, ...open];
}

describe('a picture', () => {
  const drawn = picture(board(), stored);

  it('is whole, and the same from the same', () => {
    expect(unbalanced(drawn)).toEqual([]);
    expect(picture(board(), stored)).toBe(drawn);
    expect(drawn).toContain(`data-dashboard="${markOf(board())}"`);
  });

  it('shows title, description and every panel, those that are folded too', () => {
    for (const words of ['Shop &lt;1&gt;', 'For whoever runs it.', 'Down', 'Requests', 'Fullest'])
      expect(texts(drawn)).toContain(words);
    expect(texts(drawn)).toContain('▾ Volumes');
    expect(texts(drawn)).toContain('▸ Words');
    expect(texts(drawn)).toContain('Lines');
  });

  it('says of each panel how it is read', () => {
    for (const description of ['Normal is 0 &amp; nothing else.', 'The newest first.'])
      expect(drawn).toContain(`<title>${description}</title>`);
  });

  it('shows what is said where there is nothing, in the colour of that', () => {
    expect(texts(drawn)).toContain('none');
    expect(drawn).toMatch(/fill="#3f9142"[^>]*\/><text[^>]*>none</);
  });

  it('shows on grey that nothing is known, where nothing else is said', () => {
    const { noValue, ...props } = down;
    expect(noValue).toBe('none');
    const grey = picture(board({ panels: [stat(props)] }), stored);
    expect(grey).toMatch(/fill="#808080"[^>]*\/><text[^>]*>No data</);
  });

  it('names lines, the highest of the last first, with the last and the highest number', () => {
    const all = texts(drawn);
    const legend = all.slice(all.indexOf('Last'), all.indexOf('▾ Volumes'));
    expect(legend).toEqual([
      ...['Last', 'Max', 'b', '3 req/s', '3 req/s', 'a', '1.23 req/s', '2.50 req/s'],
    ]);
  });

  it('breaks a line where there is no number', () => {
    const [, line = ''] = /<path d="(M[^"Z]*)" fill="none" stroke="#56a64b"/.exec(drawn) ?? [];
    expect(line.match(/M/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('joins the rows of a table, sorts them and colours what is bad', () => {
    const all = texts(drawn);
    expect(all.slice(all.indexOf('Pod'), all.indexOf('▸ Words'))).toEqual([
      ...['Pod', 'Used', 'Wanted', 'b', '4 KiB', '8 KiB', 'a', '1 KiB'],
    ]);
    expect(drawn).toMatch(/fill="#d9293f"[^>]*>4 KiB</);
  });

  it('shows lines of logs, the newest first, without what SVG cannot hold', () => {
    const all = texts(drawn);
    expect(all.slice(all.indexOf('Lines') + 2)).toEqual([
      ...['15:13:21.000', 'it &lt;ends&gt;', '15:13:20.000', 'it fails'],
    ]);
  });

  it('opens what is folded, and moves what stands below', () => {
    const each = panels.flatMap((part) => (part.kind === 'row' ? [] : [part]));
    const folded = row('Folded', { folded: true });
    const all = boxes(picture(board({ panels: [...each, folded, ...each, row('Open'), ...each] })));
    expect(all).toHaveLength(3 * each.length);
    for (const [i, one] of all.entries())
      for (const other of all.slice(i + 1)) expect([one, other, apart(one, other)]).toContain(true);
    const bottom = Math.max(...all.map(({ y, height }) => y + height));
    // Twelve rows of panels and two headings, of 38 pixels a row of the grid, but for the last gap.
    const rows = 3 * (4 + 8 + 8 + 10) + 2;
    expect(bottom).toBe(rows * 38 - 8);
  });

  it('shows choices and links in its head', () => {
    const variables = [clusterVariable(prometheus)];
    const links = [linkTo('pod', 'Pod')];
    const all = texts(picture(board({ variables, links }), stored));
    expect(all).toContain('Cluster: All ▾');
    expect(all).toContain('↗ Pod');
  });
});

describe('a picture without answers', () => {
  it('shows the layout, and the unit of each number', () => {
    const all = texts(picture(board()));
    expect(all).toContain('now-1h to now, again every 1m · No data yet');
    expect(all.filter((words) => /^no data yet/.test(words))).toEqual([
      ...['no data yet (short)', 'no data yet (reqps)', 'no data yet', 'no data yet'],
    ]);
  });

  it('has none for a query that is written in another way by now', () => {
    const other = { ...stored, answers: stored.answers.filter(({ expr }) => expr !== rate.expr) };
    expect(texts(picture(board(), other))).toContain('no data yet (reqps)');
  });
});

it('every kind of panel of the house can be drawn', () => {
  expect([...panelTypes].sort()).toEqual(Object.keys(defaults.sizes).sort());
  const shown = panels.flatMap((part) => (part.kind === 'row' ? [] : [part.json.type]));
  expect(shown.sort()).toEqual([...panelTypes].sort());
});
