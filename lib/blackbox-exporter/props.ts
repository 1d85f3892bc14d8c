import type { Duration } from 'cdk8s';
import {
  type Check,
  type Checks,
  type Component,
  type ComponentProps,
  checkProps,
  componentChecks,
  integer,
  isDuration,
  isFlag,
  isObject,
  isPodsBehind,
  listOf,
  type UrlOptions,
} from '../core/index.js';

/** What a blackbox-exporter is told as it is made. */
export interface BlackboxExporterProps extends ComponentProps {
  /** How often everything is probed. @default - the scraper's */
  readonly interval?: Duration;
  /** Configuration in the exporter's own words, put over ours. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
}

/** How a URL is probed. */
export interface HttpProbeOptions extends Pick<UrlOptions, 'pods'> {
  /** Status codes that will do, once redirects are followed. @default - any 2xx */
  readonly expect?: readonly number[];
}

/** How an address is probed that does not speak HTTP. */
export interface TcpProbeOptions extends Pick<UrlOptions, 'pods'> {
  /** Whether it speaks TLS from the first byte; its certificate is then checked as well. @default false */
  readonly tls?: boolean;
}

const checks: Checks<BlackboxExporterProps> = {
  ...componentChecks,
  interval: isDuration(),
  extraConfig: isObject,
};

/** An empty list would be read as any 2xx, which nobody means who writes one. */
const areCodes: Check = (value) =>
  listOf(integer(100, 599))(value) ??
  (Array.isArray(value) && value.length > 0
    ? undefined
    : { rule: 'names no status code', remedy: 'give [200], say, or leave it out for any 2xx' });

const probeChecks: Checks<HttpProbeOptions> = { pods: isPodsBehind, expect: areCodes };
const tcpChecks: Checks<TcpProbeOptions> = { pods: isPodsBehind, tls: isFlag };

/** Refuses malformed props of a {@link BlackboxExporterProps}. */
export const checkExporter = (exporter: Component, props: BlackboxExporterProps): void =>
  exporter.check(props, checks);

/** Refuses malformed options of a probe over HTTP. */
export const checkHttpProbe = (exporter: Component, url: string, options: HttpProbeOptions): void =>
  checkProps(`${exporter.where}: probe "${url}"`, options, probeChecks);

/** Refuses malformed options of a probe over TCP. */
export const checkTcpProbe = (exporter: Component, address: string, options: TcpProbeOptions) =>
  checkProps(`${exporter.where}: probe "${address}"`, options, tcpChecks);
