import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

/** Where the API server of a test cluster answers; no address of the world outside. */
export const apiServer = { address: '192.0.2.10', port: 6443 } as const;

const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

/** Who else has a certificate of the cluster, by the name of its files. */
export interface Holders {
  /** Users of the API, each with a kubeconfig: their subjects, `/CN=system:kube-proxy`. */
  readonly users: Readonly<Record<string, string>>;
  /** Servers: under which names and addresses they are asked, `IP:192.0.2.1`. */
  readonly servers?: Readonly<Record<string, readonly string[]>>;
}

/** Certificates and kubeconfigs of one cluster, thrown away with it. */
export class Pki {
  private constructor(private readonly folder: string) {}

  /** Makes them all, in a folder of their own. Takes half a second. */
  static async make(folder: string, { users, servers = {} }: Holders): Promise<Pki> {
    const pki = new Pki(folder);
    await Promise.all([
      pki.authority('ca', 'kubernetes'),
      pki.authority('front-proxy-ca', 'front-proxy'),
    ]);
    const names = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'localhost'];
    const addresses = ['127.0.0.1', '10.96.0.1', apiServer.address];
    const apiServerNames = [...names.map((n) => `DNS:${n}`), ...addresses.map((a) => `IP:${a}`)];
    const all = { ...servers, apiserver: apiServerNames };
    await Promise.all([
      ...Object.entries(all).map(([name, san]) =>
        pki.leaf(name, `/CN=${name}`, 'ca', 'serverAuth', san),
      ),
      pki.leaf('front-proxy-client', '/CN=front-proxy-client', 'front-proxy-ca', 'clientAuth'),
      pki.leaf('kubelet-client', '/O=system:masters/CN=kubelet-client', 'ca', 'clientAuth'),
      pki.user('admin', '/O=system:masters/CN=admin'),
      pki.user('controller-manager', '/CN=system:kube-controller-manager'),
      pki.user('scheduler', '/CN=system:kube-scheduler'),
      ...Object.entries(users).map(([name, subject]) => pki.user(name, subject)),
    ]);
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(pki.file('sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(pki.file('sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    return pki;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  private async authority(name: string, subject: string): Promise<void> {
    const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign'];
    await this.certificate(name, `/CN=${subject}`, extensions, []);
  }

  private async leaf(
    name: string,
    subject: string,
    ca: string,
    use: string,
    san: readonly string[] = [],
  ): Promise<void> {
    const extensions = [
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
      `extendedKeyUsage=${use}`,
      ...(san.length > 0 ? [`subjectAltName=${san.join(',')}`] : []),
    ];
    const signer = ['-CA', this.file(`${ca}.crt`), '-CAkey', this.file(`${ca}.key`)];
    await this.certificate(name, subject, extensions, signer);
  }

  private async user(name: string, subject: string): Promise<void> {
    await this.leaf(name, subject, 'ca', 'clientAuth');
    const cluster = {
      server: `https://${apiServer.address}:${apiServer.port}`,
      'certificate-authority': this.file('ca.crt'),
    };
    const user = {
      'client-certificate': this.file(`${name}.crt`),
      'client-key': this.file(`${name}.key`),
    };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster }],
      users: [{ name, user }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: name } }],
      'current-context': 'test',
    };
    writeFileSync(this.file(`${name}.kubeconfig`), JSON.stringify(config));
  }

  private async certificate(
    name: string,
    subject: string,
    extensions: readonly string[],
    signer: readonly string[],
  ): Promise<void> {
    const made = await run('openssl', [
      // Longer than alerts about the end of certificates ask for.
      ...['req', '-x509', '-new', ...ecKey, '-days', '60', '-subj', subject, ...signer],
      ...extensions.flatMap((one) => ['-addext', one]),
      ...['-keyout', this.file(`${name}.key`), '-out', this.file(`${name}.crt`)],
    ]);
    if (made.code !== 0) throw new Error(`openssl makes no certificate "${name}": ${made.stderr}`);
  }
}
