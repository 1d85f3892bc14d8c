// docs/dashboards/README.md: every dashboard with what it asks and what it is for.
import { panelsOf, queriesOf } from './boards.mjs';

const firstSentence = (words) => /^.*?\.(?=\s|$)/s.exec(words)?.[0] ?? words;

const cells = (words) => `| ${words.join(' | ')} |`;

function row({ board, system }) {
  const { opened, all } = queriesOf(board);
  const { uid, title, description = '' } = board;
  return cells([
    `[${title}](${uid}.svg)`,
    `\`${uid}\``,
    system === 'stack' ? '' : `[${system}](../../examples/${system}/README.md)`,
    panelsOf(board).length,
    opened === all ? all : `${all}, ${opened} before a row is unfolded`,
    firstSentence(description).replaceAll('|', '\\|'),
  ]);
}

/** The table of contents. */
export function contents(boards) {
  const sum = (of) => boards.reduce((total, { board }) => total + of(board), 0);
  const queries = sum((board) => queriesOf(board).all);
  return `# Dashboards

Written by \`npm run preview\`, as are the pictures: the panels where Grafana would place them, with what the real Prometheus
and Loki answered in the flow tier of \`npm run conformance\`. They are no screenshots: Grafana did not draw them. Each panel says how it
is read when a pointer rests on it (in the picture itself, not where it is embedded).

${cells(['Dashboard', 'uid', 'only in', 'panels', 'queries', 'what it is for'])}
|---|---|---|---|---|---|
${boards.map(row).join('\n')}

${boards.length} dashboards, ${sum((board) => panelsOf(board).length)} panels, ${queries} queries.
`;
}
