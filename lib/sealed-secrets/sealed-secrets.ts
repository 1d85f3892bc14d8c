import type { Construct } from 'constructs';
import { SealedSecret } from '../../imports/sealed-secrets.js';
import {
  type Checks,
  Component,
  checkProps,
  componentsBeside,
  type ISecretSource,
  isHome,
  isObject,
  oneOf,
  placeOf,
  refusal,
  type SecretKeys,
  SecretRef,
  secretsRead,
  sourcesBeside,
} from '../core/index.js';
import { notSealed } from './ciphertext.js';

/** What a value was sealed for: one Secret, any in its namespace, any in the cluster. */
export type SealingScope = 'strict' | 'namespace-wide' | 'cluster-wide';

/** How a Secret was sealed. */
export interface SealOptions {
  /** Namespace of the pods that read it. @default - the site's */
  readonly namespace?: string;
  /** As given to `kubeseal --scope`. @default 'strict' */
  readonly scope?: SealingScope;
}

const checks: Checks<SealOptions> = {
  namespace: isHome,
  scope: oneOf('strict', 'namespace-wide', 'cluster-wide'),
};

/**
 * Secrets that lie in git, sealed for the controller of one cluster: only there can they be opened. It runs
 * already, and nothing of it is written here.
 *
 * @example
 * const sealed = new SealedSecrets(chart, 'sealed-secrets');
 * sealed.deliver('grafana-admin', { password: 'AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq…' });
 * @see https://github.com/bitnami-labs/sealed-secrets
 */
export class SealedSecrets extends Component implements ISecretSource {
  readonly secretsComeBy = 'by a SealedSecret';
  private readonly sealed = new Map<string, SecretKeys>();

  constructor(scope: Construct, id: string) {
    super(scope, id, {}, { product: 'sealed-secrets' });
    this.validate(() => this.faults());
  }

  /** What was sealed, in the order of no call. */
  readonly secretsDelivered = (): readonly SecretKeys[] =>
    [...this.sealed.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

  /**
   * Has a Secret created from values as `kubeseal --raw` prints them, by their keys.
   *
   * @throws on a value that is not sealed, a Secret without values, and one that is sealed already
   */
  deliver(
    name: string,
    encryptedData: Readonly<Record<string, string>>,
    options: SealOptions = {},
  ): void {
    const where = `${this.where}: secret "${name}"`;
    checkProps(where, options, checks);
    if (isObject(encryptedData) || Object.keys(encryptedData).length === 0)
      this.refuse(`secret "${name}" has no sealed values`, 'give them by their keys');
    for (const [key, text] of Object.entries(encryptedData)) {
      const ref = new SecretRef(name, key);
      const fault = notSealed(text);
      // The value itself is not told: it may be the very password.
      if (fault)
        this.refuse(
          `secret "${ref.name}" key "${ref.key}" ${fault}`,
          'give what "kubeseal --raw" prints, never the value itself',
        );
    }
    const { namespace = this.site.namespace, scope = 'strict' } = options;
    const secret = { namespace, name, keys: Object.keys(encryptedData).sort() };
    if (this.sealed.has(placeOf(secret)))
      this.refuse(`secret "${placeOf(secret)}" is sealed twice`, 'give all of its keys at once');
    this.sealed.set(placeOf(secret), secret);
    // The controller reads the scope of the template; the tools, of the object.
    const annotations =
      scope === 'strict' ? {} : { annotations: { [`sealedsecrets.bitnami.com/${scope}`]: 'true' } };
    new SealedSecret(this, placeOf(secret).replace('/', ':'), {
      metadata: { name, namespace, labels: this.labels, ...annotations },
      spec: { encryptedData, template: { metadata: { labels: this.labels, ...annotations } } },
    });
  }

  private faults(): readonly string[] {
    const delivered = this.secretsDelivered();
    if (delivered.length === 0)
      return [refusal(this.where, 'delivers nothing', 'call deliver(…), or leave it out')];
    const read = secretsRead(componentsBeside(this));
    const others = sourcesBeside(this).filter((source) => source !== this);
    return delivered.flatMap((secret) => {
      const place = placeOf(secret);
      const same = (one: SecretKeys) => placeOf(one) === place;
      const rival = others.find((source) => source.secretsDelivered().some(same));
      return [
        ...(rival
          ? [
              refusal(
                this.where,
                `secret "${place}" is delivered by ${rival.node.path} as well`,
                'leave it out of one',
              ),
            ]
          : []),
        ...this.keyFaults(secret, read.find(same)?.keys ?? []),
      ];
    });
  }

  /** Sealed for nobody, or not sealed and needed: both are most often a key misspelt. */
  private keyFaults(secret: SecretKeys, read: readonly string[]): readonly string[] {
    const place = placeOf(secret);
    const idle = secret.keys.filter((key) => !read.includes(key));
    const absent = read.filter((key) => !secret.keys.includes(key));
    return [
      ...idle.map((key) =>
        refusal(
          this.where,
          `key "${key}" of secret "${place}" is read by nobody`,
          read.length > 0 ? `read are: ${read.join(', ')}` : 'look at its name and namespace',
        ),
      ),
      ...absent.map((key) =>
        refusal(
          this.where,
          `key "${key}" of secret "${place}" is read, and not sealed`,
          'seal it as well: pods that read it cannot start',
        ),
      ),
    ];
  }
}
