import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith, program } from '../programs.js';
import { check, edit, editArg, faultsOf } from './check.js';
import type { PodView } from './pod-view.js';

const configOf = (pod: PodView): string => pod.container.args?.[1] ?? '';

check('alloy validate', {
  by: ['alloy'],
  product: 'alloy',
  judge: (pod) => {
    const level = `--stability.level=${pod.flag('stability.level')}`;
    return { saw: 1, faults: faultsOf(pod.run('alloy', 'validate', level, configOf(pod))) };
  },
  atLeast: 2,
  mutations: {
    'an unknown attribute': [
      edit('alloy-config', 'max_backoff_period ', 'max_backoff_perriod '),
      /unrecognized attribute name "max_backoff_perriod"/,
    ],
    'a component that is not there': [
      edit('alloy-config', '[loki.write.logs.receiver]', '[loki.write.log.receiver]'),
      /component "loki\.write\.log\.receiver" does not exist/,
    ],
    'a config file that is mounted elsewhere': [
      editArg('DaemonSet', 'alloy', '/etc/alloy/config.alloy', '/etc/config.alloy'),
      /no such file or directory/,
    ],
  },
});

check('alloy fmt -t', {
  by: ['alloy'],
  product: 'alloy',
  judge: (pod) => ({ saw: 1, faults: faultsOf(pod.run('alloy', 'fmt', '-t', configOf(pod))) }),
  atLeast: 2,
  mutations: {
    'a line that is indented by spaces': [
      edit('alloy-config', '\n\trole = ', '\n  role = '),
      /not formatted/,
    ],
  },
});

const golden = join(import.meta.dirname, '../../golden');
const files = readdirSync(golden, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.alloy'))
  .sort();

describeWith('alloy leaves golden files as they are', ['alloy'], () => {
  it('and there are some', () => {
    expect(files.length).toBeGreaterThanOrEqual(9);
  });
  it.each(files)('%s', (file) => {
    const { status, stderr } = spawnSync(
      program('alloy') ?? '',
      ['fmt', '-t', join(golden, file)],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
