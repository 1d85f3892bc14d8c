import type { Duration } from 'cdk8s';
import {
  type Checks,
  checkProps,
  isDuration,
  isName,
  isNamespace,
  isPort,
  isText,
  listOf,
  oneOf,
  required,
} from './check.js';
import { areLabels } from './check-nested.js';
import type { Discovery, IScrapeTarget, ScrapeTarget } from './contracts.js';
import { Endpoint } from './endpoint.js';
import { areTargetLabels, targetChecks } from './target-checks.js';

/** What any job can be told, however its targets are found. */
export interface ScrapeOptions extends Omit<ScrapeTarget, 'discovery' | 'endpoints'> {}

/** Where the metrics of each target are. */
export interface MetricsPath {
  /** @default '/metrics' */
  readonly path?: string;
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
}

/** Pods, found by their labels. */
export interface ScrapePods extends ScrapeOptions, MetricsPath {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Port of the pods; they need not declare it. */
  readonly port: number;
  /** The container that listens there, for the label `container`. @default - no such label */
  readonly container?: string;
}

/** Addresses that do not change. */
export interface ScrapeUrls extends ScrapeOptions {
  /** With one scheme and path: `https://db.example.com:9187/metrics`. */
  readonly urls: readonly string[];
  /** Labels of every target. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Names that DNS has several addresses for. */
export interface ScrapeDns extends ScrapeOptions, MetricsPath {
  readonly names: readonly string[];
  readonly port: number;
  /** How often to ask again. @default - the scraper's */
  readonly refresh?: Duration;
}

/** Targets that a server lists, in Prometheus' format for that. */
export interface ScrapeListed extends ScrapeOptions {
  /** URL of the list. */
  readonly url: string;
  /** Where its targets are: the scraper may call nothing else. */
  readonly endpoints: readonly Endpoint[];
  /** How often to ask again. @default - the scraper's */
  readonly refresh?: Duration;
}

/** Pods, or Services, that ask to be scraped by the annotations `prometheus.io/scrape|port|path|scheme`. */
export interface ScrapeAnnotated extends ScrapeOptions {
  /** @default - all */
  readonly namespaces?: readonly string[];
  /** The only ports that may be called. @default - all: nobody knows what is annotated */
  readonly ports?: readonly number[];
}

const { endpoints: areEndpoints, discovery: _, ...options } = targetChecks;
const listener: Checks<MetricsPath> = { path: isText, scheme: oneOf('http', 'https') };

const single = (
  { job, ...told }: ScrapeOptions,
  endpoints: readonly Endpoint[],
  discovery?: Discovery,
): IScrapeTarget => ({
  scrapeTargets: [{ ...told, job, endpoints, ...(discovery ? { discovery } : {}) }],
});

const check = <P extends ScrapeOptions>(props: P, checks: Checks<P>): void =>
  checkProps(`job "${props.job}"`, props, checks);

/**
 * Pods of an application of yours, by their labels.
 *
 * @throws on an unknown option, or one of the wrong type
 * @example
 * prometheus.scrape(scrapePods({ job: 'shop', namespace: 'shop', labels: { app: 'shop' }, port: 8080 }));
 */
export function scrapePods(props: ScrapePods): IScrapeTarget {
  check(props, {
    ...options,
    ...listener,
    namespace: required(isNamespace),
    labels: required(areLabels),
    port: required(isPort),
    container: isName,
  });
  const { namespace, labels, port, container, ...rest } = props;
  const { path = '/metrics', scheme = 'http', ...told } = rest;
  const pods = Endpoint.ofPods({ namespace, labels, port, path, scheme });
  const found = { kind: 'pods', namespaces: [namespace], labels, container } as const;
  return single(told, [pods], container === undefined ? undefined : found);
}

/**
 * Addresses that do not change, inside the cluster or outside.
 *
 * @throws on an unknown option, one of the wrong type, or a URL that is none
 * @example
 * scrapeUrls({ job: 'router', urls: ['http://192.0.2.1:9100/metrics'] })
 */
export function scrapeUrls(props: ScrapeUrls): IScrapeTarget {
  check(props, { ...options, urls: required(listOf(isText)), labels: areTargetLabels });
  const { urls, labels, ...told } = props;
  const endpoints = urls.map((url) => Endpoint.fromUrl(url));
  const targets = endpoints.map((e) => e.address).sort();
  return single(told, endpoints, { kind: 'static', targets, ...(labels ? { labels } : {}) });
}

/**
 * All addresses that DNS has for some names.
 *
 * @throws on an unknown option, or one of the wrong type
 */
export function scrapeDns(props: ScrapeDns): IScrapeTarget {
  check(props, {
    ...options,
    ...listener,
    names: required(listOf(isText)),
    port: required(isPort),
    refresh: isDuration(),
  });
  const { names, port, refresh, path = '/metrics', scheme = 'http', ...told } = props;
  const endpoints = names.map((name) => Endpoint.fromUrl(`${scheme}://${name}:${port}${path}`));
  return single(told, endpoints, { kind: 'dns', names, port, ...(refresh ? { refresh } : {}) });
}

/**
 * Targets that a server lists.
 *
 * @throws on an unknown option, or one of the wrong type
 * @see https://prometheus.io/docs/prometheus/latest/http_sd/
 */
export function scrapeListed(props: ScrapeListed): IScrapeTarget {
  check(props, {
    ...options,
    url: required(isText),
    endpoints: areEndpoints,
    refresh: isDuration(),
  });
  const { url, endpoints, refresh, ...told } = props;
  return single(told, endpoints, { kind: 'http', url, ...(refresh ? { refresh } : {}) });
}

/**
 * Whatever asks for it by annotation. The scraper must then be let out to every pod.
 *
 * @throws on an unknown option, or one of the wrong type
 */
export function scrapeAnnotated(on: 'pods' | 'services', props: ScrapeAnnotated): IScrapeTarget {
  check(props, { ...options, namespaces: listOf(isNamespace), ports: listOf(isPort) });
  const { namespaces, ports, ...told } = props;
  const ranges = ports?.map((port) => ({ port })) ?? [{ port: 1, lastPort: 65_535 }];
  const endpoints = ranges.map((range) =>
    Endpoint.ofPeer(
      { kind: 'cluster' },
      { ...range, name: 'annotated', scheme: 'http', path: '/metrics' },
    ),
  );
  const where = namespaces ? { namespaces } : {};
  return single(told, endpoints, { kind: 'annotated', on, ...where });
}
