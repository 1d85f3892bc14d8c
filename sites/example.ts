import { Size } from 'cdk8s';
import type { StackFacts } from '../charts/index.js';
import { adminSecret, heartbeat, platform, route, SecretRef, slack } from '../lib/index.js';

const oncall = slack({
  webhook: new SecretRef('alertmanager-slack', 'url'),
  channel: '#alerts',
});
const watchdog = heartbeat({ url: new SecretRef('alertmanager-heartbeat', 'url') });

/** A small cluster of no particular kind. Copy this file, change the facts, name it in main.ts. */
export const example: StackFacts = {
  cluster: 'example',
  platform: platform('generic'),
  volumes: { metrics: Size.gibibytes(50), logs: Size.gibibytes(50) },
  gateway: {
    className: 'eg',
    dataPlane: {
      kind: 'pods',
      namespace: 'envoy-gateway-system',
      labels: { 'app.kubernetes.io/name': 'envoy' },
    },
  },
  hosts: { grafana: 'grafana.example.com' },
  alerts: route({ receiver: oncall }),
  login: adminSecret({ password: new SecretRef('grafana-admin', 'password') }),
};
