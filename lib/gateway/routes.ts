import {
  type GatewaySpec,
  type GatewaySpecListeners,
  GatewaySpecListenersAllowedRoutesNamespacesFrom,
  GatewaySpecListenersTlsMode,
  type HttpRouteSpec,
  type HttpRouteSpecParentRefs,
  HttpRouteSpecRulesFiltersRequestRedirectScheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode,
  HttpRouteSpecRulesFiltersType,
  HttpRouteSpecRulesMatchesPathType,
} from '../../imports/gateway-api.js';
import { dashed, type Host } from '../core/index.js';

const httpListener = 'http';
const listenerOf = (host: Host): string =>
  host.certificate === undefined ? httpListener : `https-${dashed(host.host)}`.slice(0, 63);

/** A Gateway with a listener for each host, so that each has a certificate of its own, and one for HTTP. */
export const gatewaySpec = (className: string, hosts: readonly Host[]): GatewaySpec => ({
  gatewayClassName: className,
  listeners: [
    { name: httpListener, port: 80, protocol: 'HTTP', allowedRoutes },
    ...hosts.flatMap((host) =>
      host.certificate === undefined ? [] : [httpsListener(host, host.certificate)],
    ),
  ],
});

const allowedRoutes = {
  namespaces: { from: GatewaySpecListenersAllowedRoutesNamespacesFrom.SAME },
} as const;

const httpsListener = (host: Host, certificate: string): GatewaySpecListeners => ({
  name: listenerOf(host),
  hostname: host.host,
  port: 443,
  protocol: 'HTTPS',
  allowedRoutes,
  tls: {
    mode: GatewaySpecListenersTlsMode.TERMINATE,
    certificateRefs: [{ group: '', kind: 'Secret', name: certificate }],
  },
});

/*
 * Defaults are spelled out: the API server completes what is in a list, and every apply would then find a
 * difference.
 */
const gatewayKind = { group: 'gateway.networking.k8s.io', kind: 'Gateway' } as const;
const serviceKind = { group: '', kind: 'Service', weight: 1 } as const;
const everything = [{ path: { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: '/' } }];

/** The Gateway a route hangs on: ours by its listener, a foreign one by the listener it names, if any. */
export interface GatewayRef {
  readonly name: string;
  readonly namespace: string;
  /** Name of its listener, its `sectionName`. @default - every listener that fits the host */
  readonly listener?: string;
}

/** The `parentRefs` entry of a host's route. */
export const parentOf = (
  gateway: GatewayRef,
  host: Host,
  foreign: boolean,
): HttpRouteSpecParentRefs => ({
  ...gatewayKind,
  name: gateway.name,
  namespace: gateway.namespace,
  ...(foreign
    ? gateway.listener
      ? { sectionName: gateway.listener }
      : {}
    : { sectionName: listenerOf(host) }),
});

/** Everything of a host to one Service. */
export const routeSpec = (
  host: Host,
  parent: HttpRouteSpecParentRefs,
  backend: { readonly name: string; readonly namespace: string; readonly port: number },
): HttpRouteSpec => ({
  hostnames: [host.host],
  parentRefs: [parent],
  rules: [{ matches: everything, backendRefs: [{ ...serviceKind, ...backend }] }],
});

/** Whoever comes by HTTP is sent to HTTPS. */
export const redirectSpec = (host: Host, gateway: GatewayRef): HttpRouteSpec => ({
  hostnames: [host.host],
  parentRefs: [
    { ...gatewayKind, name: gateway.name, namespace: gateway.namespace, sectionName: httpListener },
  ],
  rules: [
    {
      matches: everything,
      filters: [
        {
          type: HttpRouteSpecRulesFiltersType.REQUEST_REDIRECT,
          requestRedirect: {
            scheme: HttpRouteSpecRulesFiltersRequestRedirectScheme.HTTPS,
            statusCode: HttpRouteSpecRulesFiltersRequestRedirectStatusCode.VALUE_301,
          },
        },
      ],
    },
  ],
});
