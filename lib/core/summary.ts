import { bytes } from '../model/units.js';
import type { RenderedFile } from './app.js';
import { Component } from './component.js';
import { sortedWords } from './order.js';
import { millicores } from './resources.js';
import { deliveredBy, placeOf, type SecretKeys, secretsRead } from './secrets.js';
import { whatIsOff } from './tuning.js';
import type { Workload } from './workload.js';

/**
 * What a person should know after a synth: what was written, what it asks of the cluster, which Secrets
 * must exist, which exceptions from Pod Security it takes, and which choices and escape hatches somebody stated.
 */
export function summary(files: readonly RenderedFile[]): string {
  const components = files.flatMap(({ chart }) =>
    chart.node.findAll().filter((c): c is Component => c instanceof Component),
  );
  const workloads = components.flatMap((c) => c.workloads);
  const clusters = new Set(workloads.map((w) => w.site.cluster));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['written', files.map((f) => `${f.file}: ${count(f.objects.length, 'object')}`)],
    [
      'asked of each cluster, agents counted on one node',
      [...clusters].map(
        (name) => `${name}: ${resources(workloads.filter((w) => w.site.cluster === name))}`,
      ),
    ],
    [
      'Secrets that must exist',
      [
        ...secretLines(components),
        ...certificateLines(components),
        ...workloads.flatMap(pullSecretLines),
      ],
    ],
    ['ConfigMaps that must exist', workloads.flatMap(authorityLines)],
    [
      'exceptions from Pod Security, restricted',
      workloads.flatMap((w) =>
        w.exceptions.map((e) => `${w.namespace}/${w.name}: ${e.field}: ${e.reason}`),
      ),
    ],
    [
      'stated choices and escape hatches',
      [
        ...components.flatMap((c) => c.escapes.map((hatch) => `${c.where}: ${hatch}`)),
        ...[...new Set(components.map((c) => c.site))].flatMap(({ cluster, tuning }) =>
          whatIsOff(tuning).map((off) => `${cluster}: ${off}`),
        ),
      ],
    ],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [title, ...sortedWords(lines).map((line) => `  ${line}`)])
    .flatMap((lines) => lines.map((line) => `${line}\n`))
    .join('');
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** The sum over all replicas. */
function resources(workloads: readonly Workload[]): string {
  const containers = workloads.flatMap((w) =>
    w.containers.map(({ props: { resources: r } }) => ({
      cpu: millicores(r.cpu) * w.replicas,
      memory: bytes(r.memory) * w.replicas,
      limit: bytes(r.memoryLimit ?? r.memory) * w.replicas,
    })),
  );
  const sum = (pick: (c: (typeof containers)[number]) => number) =>
    containers.reduce((total, c) => total + pick(c), 0);
  const mebi = (n: number) => `${Math.ceil(n / 1_048_576)}Mi`;
  const claimed = workloads.reduce((total, w) => total + claimedBytes(w), 0);
  return [
    `requests: cpu ${sum((c) => c.cpu)}m, memory ${mebi(sum((c) => c.memory))}`,
    `limits: memory ${mebi(sum((c) => c.limit))}`,
    ...(claimed > 0 ? [`volumes: ${Math.ceil(claimed / 1_073_741_824)}Gi`] : []),
  ].join('; ');
}

const claimedBytes = ({ props, replicas }: Workload): number =>
  props.volume ? bytes(props.volume.size) * replicas : 0;

/** One line for each Secret, with every key that is read of it: who delivers it, or how to create it. */
function secretLines(components: readonly Component[]): string[] {
  return [...new Set(components.map((c) => c.site.cluster))].flatMap((cluster) => {
    const own = components.filter((c) => c.site.cluster === cluster);
    return secretsRead(own).map((secret) => {
      const source = own[0] && deliveredBy(own[0], secret);
      return source
        ? `${placeOf(secret)}: ${secret.keys.join(', ')}: ${source.secretsComeBy}`
        : createLine(secret);
    });
  });
}

function createLine({ namespace, name, keys }: SecretKeys): string {
  const literals = keys.map((key) => `--from-literal=${key}=…`);
  return `kubectl --namespace ${namespace} create secret generic ${name} ${literals.join(' ')}`;
}

const certificateLines = (components: readonly Component[]): string[] =>
  components.flatMap((c) =>
    [...c.certificates].map(
      (name) =>
        `kubectl --namespace ${c.namespace} create secret tls ${name} --cert=tls.crt --key=tls.key`,
    ),
  );

const pullSecretLines = ({ site, namespace }: Workload): string[] =>
  site.pullSecrets.map(
    (name) =>
      `kubectl --namespace ${namespace} create secret docker-registry ${name} --docker-server=… --docker-username=… --docker-password=…`,
  );

/** Only pods that call the outside mount it. */
const authorityLines = ({ site: { caBundle }, namespace, traffic }: Workload): string[] =>
  caBundle && traffic.goesOutside
    ? [
        `kubectl --namespace ${namespace} create configmap ${caBundle.configMap} --from-file=${caBundle.key}=…`,
      ]
    : [];
