// SVG as text: elements, and words that must fit.

/** Characters that XML cannot hold, as a terminal's colours in a log line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unwritable = /\u001b\[[0-9;]*m|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text) =>
  `${text}`.replace(unwritable, '').replace(/[&<>"]/g, (letter) => entities[letter]);

const rounded = (value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);

/** An element; attributes without a value are left out. Children are SVG. */
export function element(name, attributes, ...children) {
  const words = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(rounded(value))}"`)
    .join('');
  const inner = children.flat().join('');
  return inner === '' ? `<${name}${words}/>` : `<${name}${words}>${inner}</${name}>`;
}

export const rect = (x, y, width, height, more = {}) =>
  element('rect', { x, y, width, height, ...more });

export const group = (x, y, ...children) =>
  element('g', { transform: `translate(${rounded(x)} ${rounded(y)})` }, ...children);

/** Shares of the size of a font that letters are wide, in the usual fonts without serifs. */
const narrow = /[ iljtfrI.,:;|'!()[\]{}/\\-]/;
const wide = /[mwMW@%]/;
const letterWidth = (letter) =>
  narrow.test(letter) ? 0.34 : wide.test(letter) ? 0.9 : /[A-Z0-9_]/.test(letter) ? 0.66 : 0.57;

/** How wide a text is at most, in pixels. */
export const widthOf = (text, size) =>
  [...text].reduce((sum, letter) => sum + letterWidth(letter), 0) * size;

/** A text that ends in "…" where it would be wider than that. */
export function cut(text, size, width) {
  if (widthOf(text, size) <= width) return text;
  let room = width - size;
  const letters = [];
  for (const letter of text) {
    room -= letterWidth(letter) * size;
    if (room < 0) break;
    letters.push(letter);
  }
  return `${letters.join('').trimEnd()}…`;
}

/** A text in lines that are no wider than that. */
export function wrapped(text, size, width) {
  const lines = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A line of text on its base line, cut where `width` says how much room there is. */
export function text(x, y, words, { size = 12, width, anchor, fill, weight } = {}) {
  const shown = width === undefined ? `${words}` : cut(`${words}`, size, width);
  return element(
    'text',
    { x, y, 'font-size': size, 'text-anchor': anchor, fill, 'font-weight': weight },
    escaped(shown),
  );
}
