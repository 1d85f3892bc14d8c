import type { Manifest } from '../../lib/core/index.js';
import { notSealed } from '../../lib/sealed-secrets/ciphertext.js';
import { houseRule, named } from './house.js';

/** Shapes of credentials, and of the keys that hold them in configs of this stack. */
const shapes: Readonly<Record<string, RegExp>> = {
  'a user in a URL': /:\/\/[^/\s:@"'$]+:[^/\s@"'$]+@/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an AWS key': /\bAKIA[0-9A-Z]{16}\b/,
  'a Slack webhook': /hooks\.slack\.com\/services\/T/,
  'a Slack token': /\bxox[abp]-[0-9A-Za-z-]{10,}/,
  'a Grafana token': /\bgl(sa|c)_[0-9A-Za-z_]{10,}/,
  'a JWT': /\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\./,
  'a password':
    /\b(?:admin_password|basic_auth_password|password|auth_password|api_key|routing_key|client_secret|secret_key)["']?\s*[:=]\s*["']?(?!\$__file|\s|["']|$)[^\s"']+/m,
};

/** Every string of an object, however deep. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

/** Values that may be written, and why: of a SealedSecret, which only the controller of its cluster can open. */
function sealedValues({ kind, spec }: Manifest): Readonly<Record<string, unknown>> {
  // No other object is taken for one: its kind says what its spec holds.
  return kind === 'SealedSecret'
    ? (spec as { encryptedData: Record<string, string> }).encryptedData
    : {};
}

houseRule('no credential is written, and no Secret', {
  judge: (objects) => {
    const all = objects.flatMap((o) => {
      const sealed = Object.values(sealedValues(o)).filter((value) => !notSealed(value));
      return strings(o)
        .filter((text) => !sealed.includes(text))
        .map((text) => ({ where: named(o), text }));
    });
    return {
      saw: all.length,
      faults: [
        ...objects.filter((o) => o.kind === 'Secret').map((o) => `${named(o)} is written`),
        ...objects.flatMap((o) =>
          Object.entries(sealedValues(o))
            .filter(([, value]) => notSealed(value))
            .map(([key]) => `${named(o)} holds ${key}, which is not sealed`),
        ),
        ...all.flatMap(({ where, text }) =>
          Object.entries(shapes)
            .filter(([, shape]) => shape.test(text))
            .map(([what]) => `${where} holds ${what}`),
        ),
      ],
    };
  },
  atLeast: 1000,
  mutations: {
    'a Secret': (o) => {
      o.all.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, stringData: {} });
    },
    'a SealedSecret with a value that is not sealed': (o) => {
      const metadata = { name: 'x', namespace: 'observability' };
      const spec = { encryptedData: { password: 'hunter2' } };
      o.all.push({ apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', metadata, spec });
    },
    'a password in a config': (o) => {
      o.get('ConfigMap', 'loki-config').data['config.yaml'] += '\npassword: hunter2\n';
    },
    'a user in a URL': (o) => {
      o.get('ConfigMap', 'loki-config').data['config.yaml'] +=
        '\nurl: https://me:mine@example.com\n';
    },
    'a Slack webhook': (o) => {
      o.get('ConfigMap', 'loki-config').data['config.yaml'] +=
        '\nurl: https://hooks.slack.com/services/T0/B0/x\n';
    },
  },
});
