export * from './external-secrets.js';
export type { ExternalSecretsProps, RemoteKey, SecretKey, SecretStore } from './props.js';
