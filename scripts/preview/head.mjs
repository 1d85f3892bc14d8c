// The head of a dashboard: what it is for, its choices, and where it leads.

import { faint, frame, ink, link, paper } from './colors.mjs';
import { cell, columns } from './place.mjs';
import { element, escaped, group, rect, text, widthOf, wrapped } from './svg.mjs';

const width = columns * cell.width - cell.gap;

const oneLabel = ({ label, name, includeAll }, offered) => [
  label ?? name,
  includeAll ? 'All' : (offered?.[0] ?? 'the first'),
];

/** Boxes side by side, on as many lines as they need. */
function flowing(chips, room) {
  let [x, y] = [0, 0];
  const drawn = chips.map((chip) => {
    const own = widthOf(chip.words, 12) + 20;
    if (x > 0 && x + own > room) [x, y] = [0, y + 30];
    const place = { ...chip, x, y, width: own };
    x += own + 8;
    return place;
  });
  return { drawn, height: chips.length === 0 ? 0 : y + 30 };
}

const chip = ({ x, y, width: own, words, fill, tip }) =>
  group(
    x,
    y,
    tip ? element('title', {}, escaped(tip)) : '',
    rect(0, 0, own, 24, { fill: paper, stroke: frame, rx: 3 }),
    text(own / 2, 16, words, { anchor: 'middle', fill, width: own - 8 }),
  );

/** The head, and how high it is. */
export function head(board, stored) {
  const { title, description = '', templating = {}, links = [], time } = board;
  const said = wrapped(description, 13, width);
  const choices = (templating.list ?? []).map((variable) => {
    const [name, value] = oneLabel(variable, stored?.choices[variable.name]);
    const tip = (stored?.choices[variable.name] ?? []).join(', ');
    return { words: `${name}: ${value} ▾`, fill: ink, tip };
  });
  const ways = links.map(({ title: words, url }) => ({
    words: `↗ ${words}`,
    fill: link,
    tip: url,
  }));
  const top = 34 + said.length * 18 + 6;
  const { drawn, height } = flowing([...choices, ...ways], width);
  const shownTime = `${time?.from ?? ''} to ${time?.to ?? ''}, ${board.refresh ? `again every ${board.refresh}` : 'once'}`;
  const asOf = stored
    ? `Answers of ${new Date(stored.at * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'No data yet';
  return {
    height: top + height + 8,
    svg: [
      text(0, 24, title, { size: 22, weight: 600, fill: ink }),
      text(width, 22, `${shownTime} · ${asOf}`, { anchor: 'end', fill: faint }),
      said.map((line, row) => text(0, 48 + row * 18, line, { size: 13, fill: faint })),
      group(0, top, drawn.map(chip)),
    ],
  };
}
