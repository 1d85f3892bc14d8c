import type { Duration } from 'cdk8s';
import { type Connection, tenantHeader } from '../core/index.js';
import { goDuration } from '../model/units.js';

/** Where the certificate is that the adapter shows: made by itself, or by others. */
export type CertificateFiles =
  | { readonly dir: string }
  | { readonly certFile: string; readonly keyFile: string };

/** All that the adapter's flags depend on. */
export interface AdapterFlags {
  readonly port: number;
  readonly configFile: string;
  readonly certificate: CertificateFiles;
  readonly prometheus: Connection;
  /** How often it looks which series there are. */
  readonly relist: Duration;
  /** For how long it knows a series that gets no sample any more. */
  readonly maxAge: Duration;
}

/**
 * The flags of the adapter.
 *
 * @see https://github.com/kubernetes-sigs/prometheus-adapter/blob/v0.12.0/cmd/adapter/adapter.go
 */
export const adapterFlags = (model: AdapterFlags): readonly string[] => [
  `--secure-port=${model.port}`,
  ...('dir' in model.certificate
    ? [`--cert-dir=${model.certificate.dir}`]
    : [
        `--tls-cert-file=${model.certificate.certFile}`,
        `--tls-private-key-file=${model.certificate.keyFile}`,
      ]),
  `--config=${model.configFile}`,
  ...prometheusFlags(model.prometheus),
  // A question names each pod: of many it is longer than some gateways take in a URL.
  '--prometheus-verb=POST',
  `--metrics-relist-interval=${goDuration(model.relist)}`,
  `--metrics-max-age=${goDuration(model.maxAge)}`,
  '--profiling=false',
];

const prometheusFlags = ({ url, auth, caFile, tenant }: Connection): readonly string[] => [
  `--prometheus-url=${url}`,
  ...(auth?.kind === 'bearer' ? [`--prometheus-token-file=${auth.tokenFile}`] : []),
  ...(caFile ? [`--prometheus-ca-file=${caFile}`] : []),
  ...(tenant ? [`--prometheus-header=${tenantHeader}=${tenant}`] : []),
];
