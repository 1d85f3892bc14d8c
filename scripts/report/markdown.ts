/** A table of Markdown: its first row is its head. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');
}

/** Names as code, one after the other; a dash where there are none. */
export const names = (all: readonly string[]): string =>
  all.length === 0 ? '–' : all.map((name) => `\`${name}\``).join(', ');

/** Something that is opened to be read. */
export const folded = (summary: string, text: string): string =>
  `<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`;

/** Chapters with an empty line between what they hold. */
export const chapter = (title: string, ...parts: readonly string[]): string =>
  [`## ${title}`, ...parts.map((part) => part.trimEnd())].join('\n\n');
