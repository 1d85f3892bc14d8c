import type { StackFacts } from '../charts/index.js';
import { adminSecret, heartbeat, platform, SecretRef, slack } from '../lib/index.js';

/** A small cluster of no particular kind. Copy this file, change the facts, and name yours in main.ts. */
export const example: StackFacts = {
  cluster: 'example',
  platform: platform('generic'),
  gateway: {
    className: 'eg',
    dataPlane: {
      kind: 'pods',
      namespace: 'envoy-gateway-system',
      labels: { 'app.kubernetes.io/name': 'envoy' },
    },
  },
  hosts: { grafana: 'grafana.example.com' },
  alerts: {
    receiver: slack({
      webhook: new SecretRef('alertmanager-slack', 'url'),
      channel: '#alerts',
    }),
    routes: [heartbeat({ url: new SecretRef('alertmanager-heartbeat', 'url') })],
  },
  login: adminSecret({ password: new SecretRef('grafana-admin', 'password') }),
};
