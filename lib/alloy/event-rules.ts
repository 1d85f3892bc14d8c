import type { RuleContext } from '../core/index.js';
import { streamSelector } from '../model/logql.js';
import { type AlertRule, bounded } from '../model/rule.js';
import type { EventLines } from './feature.js';

/** Events that an alert counts. */
interface Kind {
  readonly reasons: readonly string[];
  /** What the message says. @default - anything */
  readonly says?: string;
  /** What one alert is about, besides the cluster: labels of the stream, or fields of the event by a label's name. */
  readonly by: Readonly<Record<string, 'stream' | string>>;
}

/**
 * Events of a kind in ten minutes. Each time that something is said again is a line, but of one object the kubelet
 * says no more than 25 things at a stretch, and then one in 5 minutes: what goes on is found as it begins.
 */
function count({ job, format }: EventLines, cluster: string, kind: Kind): string {
  const reasons = kind.reasons.join('|');
  const reason = format === 'json' ? `"reason":"(${reasons})"` : ` reason=(${reasons}) `;
  const fields = Object.entries(kind.by).filter(([, field]) => field !== 'stream');
  const renamed = fields.filter(([label, field]) => label !== field);
  const steps = [
    `|~ ${JSON.stringify(reason)}`,
    ...(kind.says === undefined ? [] : [`|= ${JSON.stringify(kind.says)}`]),
    // Renamed apart: what a parser itself renames, Loki loses where it adds up by the new name.
    `| ${format} ${fields.map(([, field]) => field).join(', ')}`,
    `| label_format ${renamed.map(([label, field]) => `${label}=${field}`).join(', ')}`,
  ];
  const labels = ['cluster', ...Object.keys(kind.by)].join(', ');
  return `sum by (${labels}) (count_over_time(${streamSelector({ cluster, job })} ${steps.join(' ')} [10m]))`;
}

const pod = { namespace: 'stream', pod: 'name' } as const;

/** What Kubernetes itself says of pods and nodes before a number does, and why. */
export function eventRules(events: EventLines, { cluster }: RuleContext): readonly AlertRule[] {
  const of = (kind: Kind) => count(events, cluster, kind);
  return [
    {
      alert: 'KubeNodeSystemOOM',
      // The kubelet calls it SystemOOM, the node problem detector OOMKilling.
      expr: `${of({ reasons: ['SystemOOM', 'OOMKilling'], by: { node: 'name' } })} > 0`,
      severity: 'warning',
      summary: 'A node had no memory left and ended a process',
      description:
        'The kernel of {{ $labels.node }} has ended {{ $value }} processes in 10 minutes. The events of the node name them; pods on it, and the kubelet itself, may be next.',
    },
    bounded(8, (times) => ({
      alert: 'KubeVolumeMountFailing',
      expr: `${of({ reasons: ['FailedMount', 'FailedAttachVolume', 'FailedMapVolume'], by: pod })} > ${times}`,
      severity: 'warning',
      summary: 'A pod waits for a volume that cannot be mounted',
      description:
        'Volumes of {{ $labels.namespace }}/{{ $labels.pod }} could not be attached or mounted {{ $value }} times in 10 minutes: it does not start. Its events name the volume, Secret or ConfigMap.',
    })),
    bounded(3, (times) => ({
      alert: 'KubeImagePullFailing',
      expr: `${of({ reasons: ['Failed'], says: 'Failed to pull image', by: pod })} > ${times}`,
      severity: 'warning',
      summary: 'An image cannot be pulled',
      description:
        'An image of {{ $labels.namespace }}/{{ $labels.pod }} could not be pulled {{ $value }} times in 10 minutes. Its events say whether it is not there, not allowed, or the registry does not answer.',
    })),
    bounded(20, (times) => ({
      alert: 'KubePodSandboxFailing',
      expr: `${of({ reasons: ['FailedCreatePodSandBox'], by: { node: 'sourcehost' } })} > ${times}`,
      severity: 'warning',
      summary: 'Pods cannot be set up on a node',
      description:
        '{{ $labels.node }} has failed {{ $value }} times in 10 minutes to give a pod its network and first container: new pods do not start there. The network plugin of that node is to be looked at first.',
    })),
    bounded(10, (times) => ({
      alert: 'KubePodCreationFailing',
      expr: `${of({ reasons: ['FailedCreate'], by: { namespace: 'stream', kind: 'kind', workload: 'name' } })} > ${times}`,
      severity: 'warning',
      summary: 'Pods of a workload are refused',
      description:
        '{{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.workload }} was refused pods {{ $value }} times in 10 minutes: by a quota, a policy, a webhook, or for want of a ServiceAccount. Its events say which.',
    })),
  ];
}
