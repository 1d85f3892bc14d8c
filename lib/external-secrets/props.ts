import { Duration } from 'cdk8s';
import {
  type Checks,
  fields,
  isCallback,
  isDuration,
  isName,
  isText,
  oneOf,
  required,
} from '../core/index.js';

/** One key of a Secret that some component reads. */
export interface SecretKey {
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  readonly key: string;
}

/** Where its value lies in the store. */
export interface RemoteKey {
  /** Name or path of the entry: `observability/grafana`. */
  readonly key: string;
  /** Part of an entry that holds several values. @default - the entry as a whole */
  readonly property?: string;
  /** Version of the entry. @default - the newest */
  readonly version?: string;
}

/** A store as External Secrets knows it. */
export interface SecretStore {
  /** A `SecretStore` must exist in each namespace whose pods read a Secret. */
  readonly kind: 'ClusterSecretStore' | 'SecretStore';
  readonly name: string;
}

/** What is told to External Secrets. */
export interface ExternalSecretsProps {
  /** The store that values come from; it exists already. */
  readonly store: SecretStore;
  /** Where each value lies; `undefined` for a Secret that comes from elsewhere, as a whole. Asked at synth. */
  readonly remote: (secret: SecretKey) => RemoteKey | undefined;
  /** How often the store is asked again. @default Duration.hours(1) */
  readonly refresh?: Duration;
}

/** Of what it is told. */
export const checks: Checks<ExternalSecretsProps> = {
  store: required(
    fields<SecretStore>({
      kind: required(oneOf('ClusterSecretStore', 'SecretStore')),
      name: required(isName),
    }),
  ),
  remote: required(isCallback),
  refresh: isDuration(Duration.seconds(1)),
};

/** Of what `remote` answers. */
export const remoteChecks: Checks<RemoteKey> = {
  key: required(isText),
  property: isText,
  version: isText,
};
