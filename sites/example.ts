import type { StackFacts } from '../charts/index.js';
import { adminSecret, heartbeat, platform, SecretRef, slack } from '../lib/index.js';

/**
 * A small cluster of no particular kind. Copy this file, change the facts, and name yours in main.ts. What is
 * not said here has a default, in lib/core/site.ts and charts/site.ts.
 */
export const example: StackFacts = {
  // On every series and every log stream.
  cluster: 'example',
  platform: platform('generic'),
  // The way in: here Envoy Gateway, whose pods are let in to what `hosts` names.
  gateway: {
    className: 'eg',
    dataPlane: {
      kind: 'pods',
      namespace: 'envoy-gateway-system',
      labels: { 'app.kubernetes.io/name': 'envoy' },
    },
  },
  hosts: { grafana: 'grafana.example.com' },
  // Who is told of alerts. Secrets are named only: the synth lists those that must exist.
  alerts: {
    receiver: slack({
      webhook: new SecretRef('alertmanager-slack', 'url'),
      channel: '#alerts',
    }),
    // Alarms from outside when the stack itself falls silent.
    routes: [heartbeat({ url: new SecretRef('alertmanager-heartbeat', 'url') })],
  },
  // Where people read what to do: a copy of docs/runbooks, in whatever serves your repositories.
  runbooks: 'https://git.example.com/observability/docs/runbooks',
  login: adminSecret({ password: new SecretRef('grafana-admin', 'password') }),
};
