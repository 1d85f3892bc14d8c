import type { Job, Step } from './jobs.js';

/** A block at the top of a configuration, as it is printed: its name, its label, and the lines in it. */
interface WrittenBlock {
  readonly name: string;
  readonly label: string;
  readonly body: string;
}

const blocksOf = (text: string): readonly WrittenBlock[] =>
  [...text.matchAll(/^([a-z_.]+) "(\w+)" \{\n([\s\S]*?)^\}$/gm)].map(
    ([, name = '', label = '', body = '']) => ({ name, label, body }),
  );

/** The value of an attribute; of a text, what it says. */
const attribute = (body: string, name: string): string | undefined =>
  new RegExp(`^\\t*${name}\\s+= (.+)$`, 'm').exec(body)?.[1];

/** The edge: Alloy quotes texts and lists of them as JSON does. */
const said = (value: string | undefined) =>
  value !== undefined && /^["[]/.test(value) ? JSON.parse(value) : value;

const stepsOf = (body: string): readonly Step[] =>
  [...body.matchAll(/^\trule \{\n([\s\S]*?)^\t\}$/gm)].map(([, rule = '']) => ({
    action: said(attribute(rule, 'action')),
    source_labels: said(attribute(rule, 'source_labels')),
    separator: said(attribute(rule, 'separator')),
    regex: said(attribute(rule, 'regex')),
    target_label: said(attribute(rule, 'target_label')),
    replacement: said(attribute(rule, 'replacement')),
  }));

/** Labels that all series get on their way out. */
function labelsOfAll(blocks: readonly WrittenBlock[]): readonly Step[] {
  const outlets = blocks.filter(({ name }) => name === 'prometheus.remote_write');
  const labels = outlets.map(({ body }) => {
    const [, set = ''] = /^\texternal_labels = \{\n([\s\S]*?)^\t\}$/m.exec(body) ?? [];
    return [...set.matchAll(/^\t\t(\w+) += /gm)].map(([, label = '']) => label);
  });
  return (labels[0] ?? [])
    .filter((label) => labels.every((of) => of.includes(label)))
    .map((label) => ({ target_label: label }));
}

/** The jobs that an Alloy scrapes, in Prometheus' words; of one that it exports itself, a job each page. */
export function alloyJobs(text: string): readonly Job[] {
  const blocks = blocksOf(text);
  /** The block that an attribute refers to, as `discovery.relabel.host.output` does. */
  const behind = (reference = '') =>
    blocks.find(({ name, label }) => reference.includes(`${name}.${label}.`));
  const stepsBehind = (reference?: string) => {
    const block = behind(reference);
    return block?.name.endsWith('.relabel') ? block : undefined;
  };
  return blocks
    .filter(({ name }) => name === 'prometheus.scrape')
    .map(({ body }) => {
      const found = stepsBehind(attribute(body, 'targets'));
      const kept = stepsBehind(attribute(body, 'forward_to'));
      const role = said(
        attribute(behind(attribute(found?.body ?? '', 'targets'))?.body ?? '', 'role'),
      );
      return {
        job_name: said(attribute(body, 'job_name')),
        written: true,
        ...(attribute(body, 'honor_labels') === 'true' ? { honor_labels: true } : {}),
        ...(role === undefined ? {} : { kubernetes_sd_configs: [{ role }] }),
        relabel_configs: [...stepsOf(found?.body ?? ''), ...labelsOfAll(blocks)],
        metric_relabel_configs: stepsOf(kept?.body ?? ''),
      };
    });
}
