import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import type { StackFacts } from '../../../charts/index.js';
import { type RootRoute, receiversOf } from '../../../lib/alertmanager/index.js';
import type { Manifest } from '../../../lib/core/index.js';
import { example } from '../../../sites/example.js';
import { everything, made } from '../../alertmanager-parts.js';
import { stack } from '../../house/house.js';
import { objectsOf } from '../../support.js';
import { mutation } from '../mutations.js';
import { describeWith } from '../programs.js';
import { check, edit, faultsOf } from './check.js';
import { PodView, workloadsOf } from './pod-view.js';

/** What of Alertmanager's own format is read here. */
interface Config {
  readonly templates?: readonly string[];
  readonly receivers: readonly unknown[];
}

// The edge: the file's shape is Alertmanager's.
const configOf = (pod: PodView): Config => load(pod.read(pod.flag('config.file'))) as Config;
const templatesOf = (pod: PodView): readonly string[] => configOf(pod).templates ?? [];

/** Every text below a value that is a template. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.includes('{{') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

check('amtool check-config', {
  by: ['amtool'],
  product: 'alertmanager',
  judge: (pod) => {
    const outcome = pod.run('amtool', 'check-config', pod.flag('config.file'));
    const [, receivers = '0'] = / - (\d+) receivers/.exec(outcome.output) ?? [];
    // amtool is content with templates that are not there, and receivers say nothing then.
    const lost = templatesOf(pod).filter((pattern) => pod.glob(pattern).length === 0);
    return {
      saw: Number(receivers),
      faults: [...faultsOf(outcome), ...lost.map((pattern) => `${pattern} finds no file`)],
    };
  },
  atLeast: 2,
  mutations: {
    'a route to nowhere': [
      edit('alertmanager-config', 'receiver: slack', 'receiver: slak'),
      /undefined receiver "slak"/,
    ],
    'an unknown field': [
      edit('alertmanager-config', 'group_wait: 30s', 'group_weit: 30s'),
      /field group_weit not found/,
    ],
    'a template that does not end': [
      edit('alertmanager-templates', '{{ end }}', ''),
      /FAILED: template: house\.tmpl/,
    ],
    'templates that are mounted elsewhere': [
      edit('alertmanager-config', '/etc/alertmanager/templates/', '/etc/alertmanager/template/'),
      /template\/\*\.tmpl finds no file/,
    ],
    'a malformed matcher': [
      edit('alertmanager-config', 'alertname="Watchdog"', 'alertname=="Watchdog'),
      /matcher value contains unescaped double quote/,
    ],
  },
});

check('amtool template render', {
  by: ['amtool'],
  product: 'alertmanager',
  judge: (pod) => {
    const texts = [...new Set(textsIn(configOf(pod).receivers))];
    const globs = templatesOf(pod).map((pattern) => `--template.glob=${pattern}`);
    const render = ['template', 'render', ...globs];
    return {
      saw: texts.length,
      faults: texts.flatMap((text) =>
        faultsOf(pod.run('amtool', ...render, `--template.text=${text}`)),
      ),
    };
  },
  atLeast: 4,
  mutations: {
    'a template that is not defined': [
      edit('alertmanager-templates', 'define "house.slack.text"', 'define "house.slak.text"'),
      /no such template \\?"house\.slack\.text\\?"|"house\.slack\.text" not defined/,
    ],
    'a field that alerts do not have': [
      edit('alertmanager-templates', '.Status "firing"', '.State "firing"'),
      /can't evaluate field State/,
    ],
  },
});

const labelSets: readonly Readonly<Record<string, string>>[] = [
  { alertname: 'Watchdog' },
  { alertname: 'LokiDown', severity: 'critical', namespace: 'observability' },
  { severity: 'critical', namespace: 'load-tests' },
  { severity: 'critical', team: 'db' },
  { severity: 'warning', namespace: 'team-12' },
  { severity: 'warning', namespace: 'my-team-12' },
  { severity: 'info' },
];

const rootOf = ({ alerts }: StackFacts): RootRoute => {
  if ('none' in alerts) throw new Error('the example site tells nobody of its alerts');
  return alerts;
};

// amtool is built without the world's time zones, which no route depends on.
const anywhere = (objects: readonly Manifest[]): Manifest[] =>
  JSON.parse(JSON.stringify(objects).replaceAll('Europe/Berlin', 'UTC'));

const trees = [
  ['the stack', rootOf(example), stack()],
  ['a tree of everything', everything(), anywhere(objectsOf(made({ routes: everything() }).chart))],
] as const;

describeWith('amtool config routes test agrees with receiversOf', ['amtool'], () => {
  const told = (objects: (typeof trees)[number][2], labels: Readonly<Record<string, string>>) => {
    const [workload] = workloadsOf(objects, 'alertmanager');
    if (!workload) throw new Error('there is no Alertmanager');
    const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return PodView.of(objects, workload, (pod) =>
      pod.run(
        'amtool',
        'config',
        'routes',
        'test',
        `--config.file=${pod.flag('config.file')}`,
        ...words,
      ),
    );
  };
  /** Its answer is one line, below our own. */
  const receivers = (output: string) => output.trim().split('\n').at(-1)?.split(',');

  it.each(
    trees.flatMap(([name, root, objects]) =>
      labelSets.map((labels) => ({ name, root, objects, labels })),
    ),
  )('for $labels in $name', ({ root, objects, labels }) => {
    const { ok, output } = told(objects, labels);
    expect(ok, output).toBe(true);
    expect(receivers(output)).toEqual(receiversOf(root, labels).map((r) => r.name));
  });

  mutation('a route that is lost', 'amtool config routes test', () => {
    const objects = structuredClone(stack());
    const map = objects.find((o) => o.metadata.name === 'alertmanager-config');
    if (!map) throw new Error('there is no config');
    const lost = JSON.parse(JSON.stringify(map).replace('Watchdog', 'Wotchdog'));
    const { output } = told([...objects.filter((o) => o !== map), lost], { alertname: 'Watchdog' });
    expect(receivers(output)).toEqual(['slack']);
  });
});
