import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Manifest } from '../../../lib/core/index.js';
import { Objects, stack } from '../../house/house.js';
import { mutation } from '../mutations.js';
import { describeWith } from '../programs.js';
import { type Outcome, PodView, workloadsOf } from './pod-view.js';

/** What fires, and what is recorded. */
const tests = ['rules.yml', 'recordings.yml'].map(
  (file) => [file, readFileSync(join(import.meta.dirname, file), 'utf8')] as const,
);

function tested(objects: readonly Manifest[]): Outcome {
  const [workload] = workloadsOf(objects, 'prometheus');
  if (!workload) throw new Error('there is no Prometheus');
  return PodView.of(objects, workload, (pod) => {
    // promtool evaluates in a database of its own, which the pod has no place for.
    pod.put('/tmp', new Map());
    pod.put('/tests', new Map(tests));
    return pod.run('promtool', 'test', 'rules', ...tests.map(([file]) => `/tests/${file}`));
  });
}

describeWith('promtool test rules', ['promtool'], () => {
  it('holds for the stack', () => {
    const { ok, output } = tested(stack());
    expect(ok, output).toBe(true);
  });

  const mutations: readonly (readonly [string, from: string, to: string, RegExp])[] = [
    ['renamed label in a rule', 'up{job="loki"} == 0', 'up{jobb="loki"} == 0', /LokiDown/],
    ['a longer wait', 'for: 5m', 'for: 50m', /LokiDown/],
    ['a heartbeat that stops', 'expr: vector(1)', 'expr: vector(1) > 1', /Watchdog/],
    ['a reversed threshold', '[0-9]+"} < 0.05', '[0-9]+"} > 0.05', /LokiVolumeFillingUp/],
    ['owners of no control', 'owner_is_controller="true"', 'owner_is_controller!=""', /"two"/],
    ['what has ended', 'phase=~"Pending|Running"', 'phase=~".+"', /resource_requests/],
    ['sums beside what they sum', 'container!="",job="cadvisor"', 'job="cadvisor"', /rate5m/],
    [
      'a certificate that nobody is woken for',
      '- time() < 21600',
      '- time() < 2160',
      /BlackboxSslCertificateAboutToExpire/,
    ],
    [
      'a certificate of which one alert alone tells at its end',
      '- time() < 1209600',
      '- time() >= 21600 < 1209600',
      /BlackboxSslCertificateWillExpireSoon/,
    ],
    [
      'a misspelt metric of a host',
      'probe_success{job="',
      'probe_failure{job="',
      /BlackboxProbeFailed/,
    ],
  ];
  for (const [name, from, to, words] of mutations)
    mutation(name, 'promtool test rules', () => {
      const objects = new Objects(stack());
      const map = objects.get('ConfigMap', 'prometheus-rules-0').data;
      // In every rule: which one is first does not matter.
      for (const file of Object.keys(map)) map[file] = map[file].replaceAll(from, to);
      const { ok, output } = tested(objects.all);
      expect(ok, output).toBe(false);
      expect(output).toMatch(words);
    });
});
