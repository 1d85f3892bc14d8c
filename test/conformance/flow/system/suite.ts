import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { ofFile } from '../../cluster/suite.js';
import { describeWith } from '../../programs.js';
import { hasAlloy } from './alloy.js';
import { type System, startSystem } from './system.js';

/** What a running stack is made of. Alloy is not among them: without it a stand-in listens in its place. */
export const flowPrograms = [
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy'],
  ...['kubectl', 'coredns', 'prometheus', 'alertmanager', 'loki', 'node_exporter'],
  ...['kube-state-metrics', 'blackbox_exporter', 'prometheus-config-reloader'],
];

const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** Whether the system has `nft`, by which kube-proxy and policies are put into the kernel. */
export const hasNft = (): boolean => runs('nft', '--version');

/**
 * Tests that need a whole running stack. Where something is missing they are skipped, under a title that says so and
 * how to get it; in CI they fail then, but for `nft`, which a machine may not have.
 */
export function describeFlow(title: string, tests: () => void): void {
  const inCi = process.env.CI === 'true';
  const skip = (why: string) => describe.skip(`${title} (SKIPPED: ${why})`, tests);
  const demand = (why: string) => {
    if (!inCi) skip(why);
    else
      describe(title, () => {
        it('has what it needs', () => {
          throw new Error(`${title}: ${why}`);
        });
      });
  };
  if (!hasNft()) skip("nft missing, also in CI; install Debian's nftables");
  else if (process.getuid?.() !== 0) demand('not root, whom nodes and pods take; run it as root');
  else if (!runs('go', 'version')) demand('go missing, which fetches the CRDs; install Go');
  else describeWith(hasAlloy() ? title : `${title} (without Alloy)`, flowPrograms, tests);
}

/** Tests that need the real Alloy: skipped without it, in CI too. */
export const describeWithAlloy = (title: string, tests: () => void): void =>
  describeWith(title, ['alloy'], tests);

/** Tests that need the running example severed-blog: its agent is the only way to some of its metrics. */
export const describeBlog = (title: string, tests: () => void): void =>
  describeFlow(title, () =>
    describeWith(
      'with its agent',
      ['alloy', 'prometheus-adapter', 'nginx-prometheus-exporter'],
      tests,
    ),
  );

/** A system for all tests of a file. */
export const systemOfFile = (...whole: Parameters<typeof startSystem>): (() => System) =>
  ofFile('system', () => startSystem(...whole), { start: 400, stop: 60 });
