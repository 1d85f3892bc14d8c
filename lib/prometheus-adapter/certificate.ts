import {
  Certificate,
  CertificateSpecPrivateKeyAlgorithm,
  CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
} from '../../imports/cert-manager.js';
import {
  type Component,
  isName,
  kinds,
  required,
  SecretRef,
  type Workload,
} from '../core/index.js';
import type { CertificateFiles } from './flags.js';

/** Where the certificate comes from that the adapter shows to the API server. */
export type ServingCertificate =
  /** It signs one itself, at each start, which the API server cannot verify: whoever answers, is believed. */
  | { readonly kind: 'self-signed' }
  /** cert-manager makes one, and tells the API server whose it is. The issuer signs for names of the cluster. */
  | { readonly kind: 'cert-manager'; readonly clusterIssuer: string };

/** Check of {@link ServingCertificate}. */
export const isServingCertificate = kinds<ServingCertificate, 'kind'>('kind', {
  'self-signed': {},
  'cert-manager': { clusterIssuer: required(isName) },
});

/** Name of cert-manager's object, and of the Secret that it fills. */
export const certificateName = ({ name }: Component): string => `${name}-tls`;

/** Asks cert-manager for a certificate of the names under which the adapter is called. */
export function issueCertificate(component: Component, clusterIssuer: string, host: string): void {
  const name = certificateName(component);
  new Certificate(component, 'Certificate', {
    metadata: { name, namespace: component.namespace, labels: component.labels },
    spec: {
      secretName: name,
      // The API server calls it by the short name, whatever the cluster's domain is.
      dnsNames: [`${component.name}.${component.namespace}.svc`, host],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: clusterIssuer },
      usages: [CertificateSpecUsages.SERVER_AUTH],
      privateKey: {
        algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
        rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
      },
    },
  });
}

/** Mounts the certificate that cert-manager made; a renewed one is read without a restart. */
export function mountCertificate(workload: Workload): CertificateFiles {
  const file = (key: string) =>
    workload.volumes.issuedFile(new SecretRef(certificateName(workload.component), key));
  return { certFile: file('tls.crt'), keyFile: file('tls.key') };
}
