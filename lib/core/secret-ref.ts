import { refuse } from '../model/refusal.js';
import { isObjectName } from './names.js';

/**
 * One key of a Secret that someone else creates, read in the namespace of the workload that uses it.
 * The only form in which a credential enters this library: what is synthesized is committed to git.
 *
 * @example
 * new SecretRef('grafana-admin', 'password')
 */
export class SecretRef {
  /** Name of the Secret. */
  readonly name: string;
  /** Key within the Secret. */
  readonly key: string;

  /** @throws when the name or the key could not exist in Kubernetes, as with a pasted password */
  constructor(name: string, key: string) {
    if (!isObjectName(name))
      refuse(
        'secret',
        `name "${name}" is not a Kubernetes name`,
        'give lower-case letters, digits, "-" and "."',
      );
    // Two dots would lead out of the directory that the Secret is mounted in.
    if (!/^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]{1,253}$/.test(key))
      refuse(
        `secret "${name}"`,
        `key "${key}" is not a Secret key`,
        'give letters, digits, "-", "_" and "."',
      );
    this.name = name;
    this.key = key;
  }
}
