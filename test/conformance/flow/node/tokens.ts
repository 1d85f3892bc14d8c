import type { CoreV1Api, V1Pod, V1ServiceAccountTokenProjection } from '@kubernetes/client-node';
import { identity } from './identity.js';

interface Token {
  readonly text: string;
  readonly renewAt: number;
}

/** Part of a token's life after which kubelet asks for another. */
const renewAfter = 0.8;

/** The tokens of one pod, by audience, each bound to the pod and asked for again before it ends. */
export class Tokens {
  private readonly known = new Map<string, Token>();

  constructor(
    private readonly core: CoreV1Api,
    private readonly pod: V1Pod,
  ) {}

  async get(source: V1ServiceAccountTokenProjection): Promise<string> {
    const key = JSON.stringify([source.audience, source.expirationSeconds]);
    const known = this.known.get(key);
    if (known && Date.now() < known.renewAt) return known.text;
    const token = await this.request(source);
    this.known.set(key, token);
    return token.text;
  }

  private async request({ audience, expirationSeconds = 3600 }: V1ServiceAccountTokenProjection) {
    const { namespace, name, uid } = identity(this.pod);
    const asked = Date.now();
    const { status } = await this.core.createNamespacedServiceAccountToken({
      namespace,
      name: this.pod.spec?.serviceAccountName ?? 'default',
      body: {
        spec: {
          // Without one the API server gives its own.
          audiences: audience === undefined ? [] : [audience],
          expirationSeconds,
          boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
        },
      },
    });
    if (!status) throw new Error(`token of pod "${namespace}/${name}": the answer has no status`);
    const life = status.expirationTimestamp.getTime() - asked;
    return { text: status.token, renewAt: asked + renewAfter * life };
  }
}
