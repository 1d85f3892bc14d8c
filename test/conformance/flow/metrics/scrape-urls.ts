import {
  type Discovery,
  type Endpoint,
  isWorkload,
  type LateTargets,
  type ScrapeTarget,
} from '../../../../lib/core/index.js';
import type { Live } from '../../cluster/kubectl.js';

/** What targets are found among. */
export interface Found {
  readonly nodes: readonly Live[];
  readonly pods: readonly Live[];
  readonly endpointSlices: readonly Live[];
}

const runs = ({ status }: Live): boolean => !['Failed', 'Succeeded'].includes(status.phase);

const podsOf = (
  { pods }: Found,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): readonly Live[] =>
  pods
    .filter((pod) => pod.metadata.namespace === namespace && runs(pod))
    .filter(({ metadata }) =>
      Object.entries(labels).every(([label, value]) => metadata.labels?.[label] === value),
    );

interface Address {
  readonly type: string;
  readonly address: string;
}

const nodeAddress = ({ status }: Live): string =>
  status.addresses.find(({ type }: Address) => type === 'InternalIP')?.address;

/** What is read of an EndpointSlice. */
interface Slice {
  readonly endpoints?: readonly { readonly addresses: readonly string[] }[];
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

/** Addresses behind a port of a Service. */
function behind(
  { endpointSlices }: Found,
  { namespaces, service, port }: Extract<Discovery, { kind: 'endpoint-slices' }>,
): readonly string[] {
  const slices: readonly (Live & Slice)[] = endpointSlices
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''))
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service)
    .map((slice) => ({ ...slice, endpoints: slice.endpoints ?? [], ports: slice.ports ?? [] }));
  return slices.flatMap(({ endpoints = [], ports }) =>
    ports
      .filter(({ name }) => name === port)
      .flatMap((one) =>
        endpoints.flatMap(({ addresses }) => addresses.map((at) => `${at}:${one.port}`)),
      ),
  );
}

/** Where an endpoint of a job is, once for everyone who answers there: `192.0.2.1:10250`. */
function addressesOf(
  found: Found,
  { discovery }: ScrapeTarget,
  { name, owner, podPort, host, address }: Endpoint,
): readonly string[] {
  if (discovery?.kind === 'endpoint-slices') return behind(found, discovery);
  const at = (pods: readonly Live[]) => pods.map(({ status }) => `${status.podIP}:${podPort}`);
  if (isWorkload(owner)) return at(podsOf(found, owner.namespace, owner.selector));
  if (host !== '') return [address];
  if (owner.kind === 'pods') return at(podsOf(found, owner.namespace, owner.labels));
  if (owner.kind === 'nodes') return found.nodes.map((node) => `${nodeAddress(node)}:${podPort}`);
  throw new Error(
    `endpoint "${name}": nobody of the cluster answers there; teach scrape-urls.ts who does`,
  );
}

const parameter = '__param_';

/** Where an exporter is asked about others: once about each, in the way that it is told with it. */
const lateUrls = ({ url }: Endpoint, groups: readonly LateTargets[]): readonly string[] =>
  groups.flatMap(({ targets, labels = {} }) =>
    targets.map((target) => {
      const asked = new URLSearchParams();
      for (const [label, value] of Object.entries(labels))
        if (label.startsWith(parameter)) asked.set(label.slice(parameter.length), value);
      asked.set('target', target);
      return `${url}?${asked}`;
    }),
  );

/** URLs that a job scrapes, by what is in the cluster and not by how the scraper finds it. */
export const expectedUrls = (found: Found, job: ScrapeTarget): readonly string[] =>
  // A listener that may be at one of several ports is found at the same one for each of them.
  [
    ...new Set(
      job.endpoints.flatMap((endpoint) =>
        job.discovery?.kind === 'late'
          ? lateUrls(endpoint, job.discovery.groups())
          : addressesOf(found, job, endpoint).map(
              (at) => `${endpoint.scheme}://${at}${endpoint.path}`,
            ),
      ),
    ),
  ];
