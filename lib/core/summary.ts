import { bytes } from '../model/units.js';
import type { RenderedFile } from './app.js';
import { Component } from './component.js';
import type { Workload } from './workload.js';

/**
 * What a person should know after a synth: what was written, what it asks of the cluster, which Secrets
 * must exist, which exceptions from Pod Security it takes and which escape hatches are in use.
 */
export function summary(files: readonly RenderedFile[]): string {
  const components = files.flatMap(({ chart }) =>
    chart.node.findAll().filter((c): c is Component => c instanceof Component),
  );
  const workloads = components.flatMap((c) => c.workloads);
  const sections = [
    ['written', files.map((f) => `${f.file}: ${count(f.objects.length, 'object')}`)],
    ['asked of the cluster, agents counted on one node', [resources(workloads)]],
    ['Secrets that must exist', [...secretLines(workloads), ...certificateLines(components)]],
    [
      'exceptions from Pod Security, restricted',
      workloads.flatMap((w) =>
        w.exceptions.map((e) => `${w.namespace}/${w.name}: ${e.field}: ${e.reason}`),
      ),
    ],
    [
      'escape hatches in use',
      components.flatMap((c) => c.escapes.map((hatch) => `${c.where}: ${hatch}`)),
    ],
  ] as const;
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([title, lines]) =>
        `${title}\n${[...lines]
          .sort()
          .map((l) => `  ${l}\n`)
          .join('')}`,
    )
    .join('');
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** The sum over all replicas. */
function resources(workloads: readonly Workload[]): string {
  const containers = workloads.flatMap((w) =>
    w.containers.map(({ props: { resources: r } }) => ({
      cpu: millicores(r.cpu.amount) * w.replicas,
      memory: bytes(r.memory) * w.replicas,
      limit: bytes(r.memoryLimit ?? r.memory) * w.replicas,
    })),
  );
  const sum = (pick: (c: (typeof containers)[number]) => number) =>
    containers.reduce((total, c) => total + pick(c), 0);
  const mebi = (n: number) => `${Math.ceil(n / 1_048_576)}Mi`;
  return `requests: cpu ${sum((c) => c.cpu)}m, memory ${mebi(sum((c) => c.memory))}; limits: memory ${mebi(sum((c) => c.limit))}`;
}

const millicores = (amount: string): number =>
  amount.endsWith('m') ? Number(amount.slice(0, -1)) : Number(amount) * 1000;

/** One `kubectl` line for each Secret, with every key that is read of it. */
export function secretLines(workloads: readonly Workload[]): string[] {
  const secrets = new Map<string, Set<string>>();
  for (const w of workloads)
    for (const ref of w.volumes.secrets) {
      const id = `${w.namespace} ${ref.name}`;
      secrets.set(id, (secrets.get(id) ?? new Set<string>()).add(ref.key));
    }
  return [...secrets.entries()].map(([id, keys]) => {
    const [namespace = '', name = ''] = id.split(' ');
    const literals = [...keys].sort().map((key) => `--from-literal=${key}=…`);
    return `kubectl --namespace ${namespace} create secret generic ${name} ${literals.join(' ')}`;
  });
}

const certificateLines = (components: readonly Component[]): string[] =>
  components.flatMap((c) =>
    [...c.certificates].map(
      (name) =>
        `kubectl --namespace ${c.namespace} create secret tls ${name} --cert=tls.crt --key=tls.key`,
    ),
  );
