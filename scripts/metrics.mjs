// Writes the catalogue of one program into lib/<room>/metrics.ts from what the running program says:
//   npm run metrics -- <room>[/<program>] <URL, file or folder>...
// Every argument is one exposition in the text format; a folder holds the Markdown tables of
// kube-state-metrics, which know the labels of metrics without an object. Only the part between the
// two markers is replaced; a file that is not there yet is made. Metrics we could not see stand above,
// by hand, in `const <program>Unseen = documented(...)`.

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Exposition, textFormat } from './metrics/exposition.mjs';

function stop(message) {
  process.stderr.write(`metrics: ${message}\n`);
  process.exit(1);
}

const [target, ...sources] = process.argv.slice(2);
if (target === undefined || sources.length === 0)
  stop(
    'no room or no page is named; give npm run metrics -- <room>[/<program>] <URL, file or folder>...',
  );

const program = basename(target);
const camel = program.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const where = join('lib', target.split('/')[0], 'metrics.ts');
const file = join(import.meta.dirname, '..', where);

const shown = new Exposition();

/** Adds a page of the program. */
function readExposition(text) {
  try {
    shown.read(text);
  } catch (error) {
    stop(error.message);
  }
}

/**
 * The labels of a row of a kube-state-metrics table. They are in backticks; in capitals stands what a
 * user names: `label_POD_LABEL`.
 */
const documentedLabels = (cell) =>
  [...cell.matchAll(/`([^`=]+)`?\s*=/g)]
    .map(([, label]) => label.trim())
    .filter((label) => /^[a-z0-9_]+$/.test(label));

/** Labels for metrics without a sample; it adds no metric: the tables list those that are off, too. */
function readTables(folder) {
  const pages = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'));
  for (const row of pages.flatMap((page) => readFileSync(join(folder, page), 'utf8').split('\n'))) {
    const [, name, ...cells] = row.split('|').map((cell) => cell.trim());
    const metric = shown.metrics.get(name);
    if (!metric || metric.seen) continue;
    for (const label of cells.flatMap(documentedLabels)) metric.labels.add(label);
  }
}

for (const source of sources) {
  if (existsSync(source) && statSync(source).isDirectory()) readTables(source);
  else if (existsSync(source)) readExposition(readFileSync(source, 'utf8'));
  else {
    const response = await fetch(source, { headers: textFormat }).catch((error) =>
      stop(`"${source}" cannot be read: ${error.cause?.message ?? error.message}; start it`),
    );
    if (!response.ok) stop(`"${source}" answers ${response.status}; name its metrics page`);
    readExposition(await response.text());
  }
}
const { metrics, version } = shown;
if (!version) stop(`no version among ${metrics.size} metrics; name the page with a *_build_info`);

const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
const byName = ([a], [b]) => (a < b ? -1 : 1);
const lines = [...metrics].sort(byName).map(([name, { type, labels }]) => {
  const args = [...labels].sort().map((label) => `'${label}'`);
  return `    ${name}: ${type}(${args.join(', ')}),`;
});
const [begin, end] = [`// ${program}: written by scripts/metrics.mjs`, `// ${program}: end`];
const block = `${begin}
// biome-ignore format: one line for each metric
export const ${camel}Metrics: MetricCatalogue = {
  program: '${program}',
  version: '${version}',
  metrics: {
${lines.join('\n')}${old.includes(`const ${camel}Unseen`) ? `\n    ...${camel}Unseen,` : ''}
  },
};
${end}
`;

const [from, to] = [old.indexOf(begin), old.indexOf(end)];
if (old && (from < 0 || to < from)) stop(`${where} has no lines "${begin}" and "${end}"; add them`);
const types = new Set([...metrics.values()].map(({ type }) => type));
// In the order that the linter keeps imports in.
const names = [...types, 'MetricCatalogue'].sort((a, b) => a.localeCompare(b, 'en'));
const imports = names.join(', ').replace('MetricCatalogue', 'type MetricCatalogue');
const head = `import { ${imports} } from '../model/metrics.js';\n\n`;
writeFileSync(
  file,
  old ? old.slice(0, from) + block + old.slice(to + end.length + 1) : head + block,
);
process.stderr.write(`${where}: ${program} ${version}, ${metrics.size} metrics\n`);
