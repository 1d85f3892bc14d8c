import { refuse } from '../model/refusal.js';
import { copyLabel, drop, keep, type RelabelStep, replaceLabel } from '../model/relabel.js';
import type { Discovery, ScrapeTarget } from './contracts.js';
import { discoveriesOf } from './discovery.js';
import { sortedWords } from './order.js';

const meta = (name: string): string => `__meta_kubernetes_${name}`;
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Labels of the pod behind a target; of one without a pod, those it has. */
const podLabels: readonly RelabelStep[] = [
  copyLabel(meta('namespace'), 'namespace'),
  copyLabel(meta('pod_name'), 'pod'),
];
const onPods: readonly RelabelStep[] = [...podLabels, copyLabel(meta('pod_node_name'), 'node')];
const onSlices: readonly RelabelStep[] = [
  ...podLabels,
  copyLabel(meta('endpointslice_endpoint_node_name'), 'node'),
];

/** Pods that have ended keep their address and are found for ever. */
const running = drop({ from: [meta('pod_phase')], matches: 'Failed|Succeeded' });

/**
 * The steps that keep of all that discovery yields what a job means, and give it our labels: `namespace`,
 * `pod`, `node` and `container`, as far as they are known. `instance` stays what discovery makes it: the
 * address, or the name of a node. The same for every scraper, so that a series looks the same whoever
 * scraped it.
 */
export function discoverySteps(target: ScrapeTarget): readonly RelabelStep[] {
  const discoveries = discoveriesOf(target);
  const [first] = discoveries;
  switch (first?.kind) {
    case 'endpoint-slices':
      return [
        exactly(discoveries),
        ...onSlices,
        copyLabel(meta('pod_container_name'), 'container'),
      ];
    case 'pods':
      return [
        running,
        ...labelled(first.labels ?? {}),
        ...inContainer(first.container),
        ...atPort(portOf(target)),
        ...onPods,
        ...(first.container ? [copyLabel(meta('pod_container_name'), 'container')] : []),
      ];
    case 'annotated':
      return first.on === 'pods' ? annotatedPods() : annotatedServices();
    case 'nodes':
      return [
        replaceLabel({
          from: ['__address__'],
          matches: '(.+):\\d+',
          to: '__address__',
          with: `\${1}:${portOf(target)}`,
        }),
        copyLabel(meta('node_name'), 'node'),
      ];
    default:
      return [];
  }
}

/**
 * Exactly one port of one Service: the role also yields container ports that no Service has, and the
 * headless Service beside ours would bring every target twice.
 */
function exactly(discoveries: readonly Discovery[]): RelabelStep {
  const wanted = discoveries.flatMap((d) =>
    d.kind === 'endpoint-slices'
      ? d.namespaces.map((n) => [n, d.service, d.port].map(literal).join(';'))
      : [],
  );
  return keep({
    from: [meta('namespace'), meta('service_name'), meta('endpointslice_port_name')],
    matches: sortedWords(wanted).join('|'),
  });
}

/** Discovery writes label names with what a Prometheus label may not have replaced by `_`. */
function labelled(labels: Readonly<Record<string, string>>): readonly RelabelStep[] {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (pairs.length === 0) return [];
  return [
    keep({
      from: pairs.map(([name]) => meta(`pod_label_${name.replace(/[^a-zA-Z0-9_]/g, '_')}`)),
      matches: pairs.map(([, value]) => literal(value)).join(';'),
    }),
  ];
}

/**
 * A pod is found once for each port of each container. Which of them listens on a port that none declares
 * only people know: nothing names a container that is not told.
 */
const inContainer = (name: string | undefined): readonly RelabelStep[] =>
  name === undefined ? [] : [keep({ from: [meta('pod_container_name')], matches: literal(name) })];

/** One port of each pod, declared or not: of the targets that become the same, a scraper keeps one. */
const atPort = (port: number): readonly RelabelStep[] =>
  ['([^:]+)', '(.+:.+)'].map((address, i) =>
    replaceLabel({
      from: [meta('pod_ip')],
      matches: address,
      to: '__address__',
      with: i === 0 ? `\${1}:${port}` : `[\${1}]:${port}`,
    }),
  );

/** The port of a job whose targets have no port of their own. */
function portOf({ job, endpoints }: ScrapeTarget): number {
  const ports = [...new Set(endpoints.map((e) => e.podPort))];
  const [port] = ports;
  if (port !== undefined && ports.length === 1) return port;
  return refuse(
    `job "${job}"`,
    `endpoints are on ports "${ports.join(', ')}", and pods are scraped on one`,
    'make a target for each port',
  );
}

/** Path and scheme from annotations, on a pod or on a Service. */
const asAnnotated = (on: string): readonly RelabelStep[] => [
  replaceLabel({ from: [`${on}_scheme`], matches: '(https?)', to: '__scheme__' }),
  replaceLabel({ from: [`${on}_path`], matches: '(.+)', to: '__metrics_path__' }),
];

function annotatedPods(): readonly RelabelStep[] {
  const on = meta('pod_annotation_prometheus_io');
  return [
    keep({ from: [`${on}_scrape`], matches: 'true' }),
    running,
    // Without a port, neither annotated nor declared, there is nothing to connect to.
    keep({ from: [`${on}_port`, meta('pod_container_port_number')], matches: '\\d+;.*|;\\d+' }),
    ...asAnnotated(on),
    replaceLabel({
      from: [`${on}_port`, meta('pod_ip')],
      matches: '(\\d+);([^:]+)',
      to: '__address__',
      with: '${2}:${1}',
    }),
    replaceLabel({
      from: [`${on}_port`, meta('pod_ip')],
      matches: '(\\d+);(.+:.+)',
      to: '__address__',
      with: '[${2}]:${1}',
    }),
    ...onPods,
  ];
}

function annotatedServices(): readonly RelabelStep[] {
  const on = meta('service_annotation_prometheus_io');
  return [
    keep({ from: [`${on}_scrape`], matches: 'true' }),
    // Container ports that the Service does not have come without a port of the slice.
    keep({ from: [meta('endpointslice_port')], matches: '\\d+' }),
    ...asAnnotated(on),
    replaceLabel({
      from: ['__address__', `${on}_port`],
      matches: '(.+):\\d+;(\\d+)',
      to: '__address__',
      with: '${1}:${2}',
    }),
    ...onSlices,
  ];
}
