import { copyLabel, drop, type RelabelStep, replaceLabel } from '../../model/relabel.js';

/** A label that `job` can be made of. */
export type JobPart = 'namespace' | 'app' | 'container';

const meta = (name: string): string => `__meta_kubernetes_${name}`;

/** The steps that make of each container found a stream, and a file to read. */
export const podLogSteps = (
  via: 'files' | 'api',
  excludeNamespaces: readonly string[],
  job: readonly JobPart[] = ['namespace', 'container'],
): readonly RelabelStep[] => [
  ...(excludeNamespaces.length > 0
    ? [
        drop({
          from: [meta('namespace')],
          matches: [...new Set(excludeNamespaces)].sort().join('|'),
        }),
      ]
    : []),
  copyLabel(meta('namespace'), 'namespace'),
  copyLabel(meta('pod_name'), 'pod'),
  copyLabel(meta('pod_container_name'), 'container'),
  // The last that there is wins.
  copyLabel(meta('pod_container_name'), 'app'),
  ifPresent(meta('pod_label_app'), 'app'),
  ifPresent(meta('pod_label_app_kubernetes_io_name'), 'app'),
  replaceLabel({ from: job, separator: '/', to: 'job' }),
  ...(via === 'files' ? paths : []),
];

const ifPresent = (from: string, to: string): RelabelStep =>
  replaceLabel({ from: [from], matches: '(.+)', to });

const separator = '/';

/**
 * The directory of a container's files: `<namespace>_<pod>_<uid>/<container>`, as the kubelet names it. A
 * static pod has two uids: the one of its mirror in the API, and the hash of its file, which is the
 * kubelet's own and which the mirror has in an annotation. `0.log` is the first run of the container,
 * `1.log` the next; rotated files have other endings and were read before.
 */
const paths: readonly RelabelStep[] = [
  replaceLabel({
    from: [meta('namespace'), meta('pod_name'), meta('pod_uid'), meta('pod_container_name')],
    separator,
    matches: '(.+)/(.+)/(.+)/(.+)',
    to: '__path__',
    with: '/var/log/pods/${1}_${2}_${3}/${4}/*.log',
  }),
  replaceLabel({
    from: [
      meta('namespace'),
      meta('pod_name'),
      meta('pod_annotation_kubernetes_io_config_mirror'),
      meta('pod_container_name'),
    ],
    separator,
    matches: '(.+)/(.+)/(.+)/(.+)',
    to: '__path__',
    with: '/var/log/pods/${1}_${2}_${3}/${4}/*.log',
  }),
];
