import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  ExternalSecretSpecDataRemoteRefConversionStrategy as Conversion,
  ExternalSecretSpecTargetCreationPolicy as Creation,
  ExternalSecretSpecDataRemoteRefDecodingStrategy as Decoding,
  ExternalSecretSpecTargetDeletionPolicy as Deletion,
  ExternalSecret,
  type ExternalSecretSpec,
  ExternalSecretSpecDataRemoteRefMetadataPolicy as Metadata,
  ExternalSecretSpecSecretStoreRefKind as StoreKind,
} from '../../imports/external-secrets.js';
import {
  Component,
  componentsBeside,
  faultIn,
  type ILateObjects,
  type ISecretSource,
  type Manifest,
  placeOf,
  refusal,
  type SecretKeys,
  secretsRead,
} from '../core/index.js';
import { goDuration } from '../model/units.js';
import { checks, type ExternalSecretsProps, type RemoteKey, remoteChecks } from './props.js';

/**
 * Has External Secrets create every Secret that components of the app read in its cluster, from a store
 * such as Vault or a cloud's: an ExternalSecret each, in the namespace of the pods that read it. The
 * operator runs already, and nothing of it is written here.
 *
 * @example
 * new ExternalSecrets(chart, 'external-secrets', {
 *   store: { kind: 'ClusterSecretStore', name: 'vault' },
 *   remote: ({ name, key }) => ({ key: `observability/${name}`, property: key }),
 * });
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export class ExternalSecrets extends Component implements ISecretSource, ILateObjects {
  readonly secretsComeBy: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExternalSecretsProps,
  ) {
    super(scope, id, {}, { product: 'external-secrets' });
    this.check(props, checks);
    this.secretsComeBy = `by an ExternalSecret, from ${props.store.kind} ${props.store.name}`;
    this.validate(() => this.faults());
  }

  /** What components read, but for what `remote` leaves to others. */
  readonly secretsDelivered = (): readonly SecretKeys[] =>
    secretsRead(componentsBeside(this)).filter((secret) =>
      secret.keys.some((key) => this.remoteOf(secret, key)),
    );

  /** An object for each of them. */
  readonly lateObjects = (): readonly Manifest[] =>
    this.secretsDelivered().map((secret) =>
      ExternalSecret.manifest({
        metadata: { name: secret.name, namespace: secret.namespace, labels: this.labels },
        spec: this.spec(secret),
      }),
    );

  private remoteOf({ namespace, name }: SecretKeys, key: string): RemoteKey | undefined {
    return this.props.remote({ namespace, name, key });
  }

  private faults(): readonly string[] {
    const delivered = this.secretsDelivered();
    if (delivered.length === 0)
      return [
        refusal(
          this.where,
          'delivers nothing, as nothing that is read has a place in the store',
          'give remote, or leave it out',
        ),
      ];
    return delivered.flatMap((secret) =>
      secret.keys.flatMap((key) => {
        const remote = this.remoteOf(secret, key);
        if (!remote)
          return refusal(
            this.where,
            `remote says nothing of key "${key}" of secret "${placeOf(secret)}"`,
            'a Secret comes as a whole: give all of its keys, or none',
          );
        const fault = faultIn(remote, remoteChecks);
        const where = `${this.where}: remote of "${placeOf(secret)}"`;
        return fault ? refusal(`${where}${fault.within}`, fault.rule, fault.remedy) : [];
      }),
    );
  }

  /** With every default that stands in a list: short of one, each apply would find a difference. */
  private spec(secret: SecretKeys): ExternalSecretSpec {
    const { store, refresh = Duration.hours(1) } = this.props;
    return {
      refreshInterval: goDuration(refresh),
      secretStoreRef: {
        kind:
          store.kind === 'SecretStore' ? StoreKind.SECRET_STORE : StoreKind.CLUSTER_SECRET_STORE,
        name: store.name,
      },
      target: {
        name: secret.name,
        creationPolicy: Creation.OWNER,
        // What is gone from the store by mistake stays with the pods that need it.
        deletionPolicy: Deletion.RETAIN,
      },
      data: secret.keys.map((key) => ({
        secretKey: key,
        remoteRef: {
          ...(this.remoteOf(secret, key) ?? { key }),
          conversionStrategy: Conversion.DEFAULT,
          decodingStrategy: Decoding.NONE,
          metadataPolicy: Metadata.NONE,
        },
      })),
    };
  }
}
