import { load } from 'js-yaml';
import { check, edit, editArg, faultsOf } from './check.js';
import type { PodView } from './pod-view.js';

/** What of Prometheus' own format is read here. */
interface Config {
  readonly rule_files?: readonly string[];
  readonly scrape_configs: readonly unknown[];
}

// The edge: the file's shape is Prometheus'.
const configOf = (pod: PodView): Config => load(pod.read(pod.flag('config.file'))) as Config;

check('promtool check config', {
  by: ['promtool'],
  product: 'prometheus',
  judge: (pod) => {
    const path = pod.flag('config.file');
    const outcome = pod.run('promtool', 'check', 'config', '--lint=all', '--lint-fatal', path);
    return {
      saw: outcome.ok ? configOf(pod).scrape_configs.length : 0,
      faults: faultsOf(outcome),
    };
  },
  atLeast: 10,
  mutations: {
    'an unknown field': [
      edit('prometheus-config', 'scrape_interval: 30s', 'scrape_intervall: 30s'),
      /field scrape_intervall not found/,
    ],
    'a config file that is mounted elsewhere': [
      editArg(
        'StatefulSet',
        'prometheus',
        '--config.file=/etc/prometheus/config/prometheus.yaml',
        '--config.file=/etc/prometheus/prometheus.yaml',
      ),
      /path '\/etc\/prometheus\/prometheus\.yaml' does not exist/,
    ],
    'rule files that are mounted elsewhere': [
      edit('prometheus-config', '/etc/prometheus/rules/*.yaml', '/etc/prometheus/rules.yaml'),
      /does not point to an existing file/,
    ],
    'a token that is not mounted': [
      (o) => {
        const pod = o.get('StatefulSet', 'prometheus').spec.template.spec;
        pod.automountServiceAccountToken = false;
      },
      /serviceaccount\/(token|ca\.crt)": .*no such file or directory/,
    ],
    'a malformed relabeling': [
      edit('prometheus-config', 'action: keep', 'action: keeep'),
      /unknown relabel action "keeep"/,
    ],
    'a duplicate scrape': [
      edit('prometheus-config', 'job_name: alloy-events\n', 'job_name: alloy\n'),
      /found multiple scrape configs with job name "alloy"/,
    ],
    'targets that are scraped more seldom than a query looks back': [
      edit('prometheus-config', 'scrape_interval: 30s', 'scrape_interval: 10m'),
      /long scrape interval/i,
    ],
    'a rule that cannot be read': [
      edit('prometheus-rules-0', 'expr: ', 'expr: ((( '),
      /could not parse expression/,
    ],
  },
});

check('promtool check rules', {
  by: ['promtool'],
  product: 'prometheus',
  judge: (pod) => {
    const files = (configOf(pod).rule_files ?? []).flatMap((pattern) => pod.glob(pattern));
    if (files.length === 0) return { saw: 0, faults: [`${pod.title} has no rules`] };
    const outcome = pod.run('promtool', 'check', 'rules', '--lint=all', '--lint-fatal', ...files);
    const found = [...outcome.output.matchAll(/SUCCESS: (\d+) rules found/g)];
    return {
      saw: found.reduce((sum, [, count]) => sum + Number(count), 0),
      faults: faultsOf(outcome),
    };
  },
  atLeast: 50,
  mutations: {
    'a wrong expression': [
      edit('prometheus-rules-0', 'expr: ', 'expr: rate(up) > 0 and '),
      /expected type range vector/,
    ],
    'an unknown function in a text': [
      edit('prometheus-rules-0', '{{ $labels', '{{ shout $labels'),
      /function "shout" not defined/,
    ],
    'an unknown field': [
      edit('prometheus-rules-0', 'annotations:', 'anotations:'),
      /field anotations not found/,
    ],
    'a duplicate rule': [
      (o) => {
        const { data } = o.get('ConfigMap', 'prometheus-rules-0');
        const [file] = Object.keys(data);
        if (file === undefined) throw new Error('no rules');
        const rule = '      - record: twice\n        expr: up\n';
        data[file] += `  - name: twice\n    rules:\n${rule}${rule}`;
      },
      /duplicate rule/,
    ],
    'rules where the config does not look': [
      edit('prometheus-config', '/etc/prometheus/rules/*.yaml', '/etc/prometheus/rules/*.yml'),
      /has no rules/,
    ],
  },
});
