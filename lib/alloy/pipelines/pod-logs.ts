import {
  anything,
  type Checks,
  checkProps,
  isNamespace,
  listOf,
  oneOf,
  type Permission,
  refuse,
} from '../../core/index.js';
import { type Block, block, type ComponentBlock, component } from '../../model/alloy.js';
import { alloyRelabel } from '../../model/relabel.js';
import type { Feature, Surroundings } from '../feature.js';
import { type LogStage, logStages } from './log-stages.js';
import { type JobPart, podLogSteps } from './pod-log-steps.js';
import { ownNode, scopesOf, shared } from './scope.js';

/** How the logs of pods are collected. */
export interface PodLogsOptions {
  /**
   * From the node's files, or through the Kubernetes API for clusters that let no pod mount them: that
   * loads API server and kubelets, and has lost lines where files are rotated.
   * @default 'files'
   */
  readonly via?: 'files' | 'api';
  /** Namespaces whose pods are read. @default - all */
  readonly namespaces?: readonly string[];
  /** Namespaces whose pods are not read. @default - none */
  readonly excludeNamespaces?: readonly string[];
  /**
   * Where the name of the pod goes: beside each line, or on the stream. Pods come and go, and a label
   * makes a new stream of each: Loki slows down, and refuses new streams in the end.
   * @default 'metadata'
   */
  readonly podName?: 'metadata' | 'label';
  /** What the label `job` is made of, joined by "/". @default ['namespace', 'container'] */
  readonly job?: readonly JobPart[];
  /** What is done to lines, in this order. @default - nothing */
  readonly stages?: readonly LogStage[];
}

const checks: Checks<PodLogsOptions> = {
  via: oneOf('files', 'api'),
  namespaces: listOf(isNamespace),
  excludeNamespaces: listOf(isNamespace),
  podName: oneOf('metadata', 'label'),
  job: listOf(oneOf('namespace', 'app', 'container')),
  stages: anything,
};

const label = 'pod_logs';

/**
 * The lines of all containers but ephemeral ones, which discovery does not tell of, with the labels
 * `cluster, namespace, container, app, job`.
 *
 * From files: at least once, as long as a file lasts. The kubelet keeps a few files of 10 MiB a container
 * by default; what is rotated twice while Loki cannot be reached is lost. Positions lie on the node, so
 * that a replaced pod goes on where the last one was. They know a file by its name: where one is rotated while
 * Alloy is away, or in the twenty seconds before a crash, the new file is taken for the old one, and lines of
 * it are lost. So is what Loki had not taken yet when Alloy crashed. Where nothing may be written there (GKE Autopilot,
 * OpenShift) they go with the pod, and the files are read again from their start: lines come twice, and
 * Loki takes equal ones for one or refuses them as too old.
 *
 * @throws on what does not fit the platform or the place the Alloy runs at
 */
export function podLogs(alloy: Surroundings, options: PodLogsOptions): Feature {
  const where = `${alloy.where}: collectPodLogs`;
  checkProps(where, options, checks);
  const { via = 'files', namespaces, excludeNamespaces = [] } = options;
  if (via === 'files') refuseWithoutFiles(where, alloy);
  for (const [name, list] of Object.entries({ namespaces, job: options.job }))
    if (list?.length === 0) refuse(where, `${name} "[]" names none`, 'leave it out, or name some');
  if (namespaces && excludeNamespaces.length > 0)
    refuse(where, 'namespaces and excludeNamespaces are both given', 'give one of them');
  // Judged now, though written late: a wrong expression is the fault of this call.
  const stages = logStages(where, options.stages ?? []);
  return {
    collects: 'logs',
    blocks: ({ logs }) => {
      const process = component('loki.process', label, { forward_to: logs }, [
        via === 'files' ? block('stage.cri') : lineEnd,
        ...stages,
        ...tidied(options),
      ]);
      const pods = component(
        'discovery.kubernetes',
        label,
        { role: 'pod' },
        [
          ...(namespaces ? [block('namespaces', { names: [...new Set(namespaces)].sort() })] : []),
          ...ownNode(alloy, 'pod'),
        ],
        `Logs of pods, ${via === 'files' ? 'from the files of this node' : 'through the API'}.`,
      );
      const targets = component(
        'discovery.relabel',
        label,
        { targets: pods.export('targets') },
        podLogSteps(via, excludeNamespaces, options.job).map((step) =>
          block('rule', alloyRelabel(step)),
        ),
      );
      return [pods, targets, source(alloy, via, targets, process), process];
    },
    permissions: scopesOf(namespaces).flatMap((scope) =>
      permissionsOf(via).map((permission) => ({ scope, permission })),
    ),
    ...(via === 'files' ? filesOf(alloy) : {}),
  };
}

function refuseWithoutFiles(where: string, { runsOn, site }: Surroundings): void {
  if (runsOn !== 'every-node')
    refuse(
      where,
      'via "files" reads the files of the node it stands on, and this Alloy stands on few',
      "give { via: 'api' }, or make an Alloy that runs on 'every-node'",
    );
  if (site.platform.hostPaths === 'none')
    refuse(
      where,
      `via "files" mounts /var/log/pods, which platform "${site.platform.name}" does not allow`,
      "give { via: 'api' }",
    );
}

const source = (
  alloy: Surroundings,
  via: 'files' | 'api',
  targets: ComponentBlock<'discovery.relabel'>,
  process: ComponentBlock<'loki.process'>,
): ComponentBlock => {
  const flow = {
    targets: targets.export('output'),
    forward_to: [process.export('receiver')],
  };
  return via === 'files'
    ? component('loki.source.file', label, flow, [block('file_match', { enabled: true })])
    : component('loki.source.kubernetes', label, flow, shared(alloy));
};

/**
 * Last, as stages before need them: what tells one container's lines from another's becomes metadata, or
 * goes.
 */
const tidied = ({ via = 'files', podName = 'metadata' }: PodLogsOptions): readonly Block[] => [
  ...(podName === 'metadata' ? [block('stage.structured_metadata', { values: { pod: '' } })] : []),
  block('stage.label_drop', { values: via === 'files' ? ['filename', 'stream'] : ['instance'] }),
];

/** Through the API the end of a line comes with it: one that is searched for at the end is not found then. */
const lineEnd = block('stage.replace', { expression: String.raw`(\n)$`, replace: '' });

const pods = { apiGroup: '', resources: ['pods'] } as const;

const permissionsOf = (via: 'files' | 'api'): readonly Permission[] => [
  { ...pods, verbs: ['list', 'watch'], reason: 'finds the pods whose logs it collects' },
  ...(via === 'api'
    ? [
        {
          ...pods,
          resources: ['pods', 'pods/log'],
          verbs: ['get'] as const,
          reason: 'reads logs through the API',
        },
      ]
    : []),
];

/** SELinux lets those who may read logs write nowhere on the node. */
const filesOf = ({ identity, stateDir, site }: Surroundings) => ({
  readsPodLogs: 'reads the logs of all pods of its node',
  mounts:
    site.platform.hostPaths === 'all' && site.platform.logReaderType === undefined
      ? [
          {
            path: `/var/lib/alloy/${identity}`,
            dir: `${stateDir}/loki.source.file.${label}`,
            options: {
              reason: 'remembers how far each log file was read',
              readOnly: false,
              type: 'DirectoryOrCreate' as const,
            },
          },
        ]
      : [],
});
