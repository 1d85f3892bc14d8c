import type { IHttpBackend, Peer } from '../lib/core/index.js';
import type { GatewayProps } from '../lib/gateway/index.js';
import { Loki } from '../lib/loki/index.js';
import { testChart } from './support.js';

export const dataPlane: Peer = {
  kind: 'pods',
  namespace: 'envoy-gateway-system',
  labels: { 'app.kubernetes.io/name': 'envoy' },
};
export const props: GatewayProps = { className: 'eg', dataPlane };

/** What the API server would complete, and is therefore written. */
export const parent = {
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  namespace: 'observability',
};
export const service = { group: '', kind: 'Service', weight: 1 };
export const matches = [{ path: { type: 'PathPrefix', value: '/' } }];

/** Anything with a port, and the URL it was told. */
export function backend(chart = testChart(), namespace?: string): IHttpBackend & { url?: string } {
  const loki = new Loki(chart, 'shop', namespace ? { namespace } : {});
  const told: { url?: string } = {};
  return {
    httpEndpoint: loki.logsEndpoint.at(''),
    exposedAt: (url) => {
      told.url = url;
    },
    get url() {
      return told.url;
    },
  };
}
