import { expectAlert } from '../expect-alert.js';
import { lines } from '../inputs.js';

interface Container {
  readonly says: string;
  readonly perMinute: number;
  readonly namespace: string;
  /** The stream of a container, or one of something else, that no container wrote. */
  readonly from: 'container' | 'elsewhere';
  readonly cluster: string;
}

/** A container of a shop that says something. */
const container = ({ says, perMinute, from, ...labels }: Container) => [
  lines(
    { ...labels, app: 'cart', ...(from === 'container' && { container: 'server' }) },
    says,
    perMinute,
  ),
];

const usual = { perMinute: 2, namespace: 'shop', from: 'container', cluster: 'example' } as const;

const told = { app: 'cart', container: 'server', namespace: 'shop' };

/** As Loki writes down what it is asked, a person or a rule, with the text that is searched for. */
const asked = (query: string): string =>
  `level=info ts=2026-03-01T10:00:00Z caller=metrics.go:237 component=ruler org_id=fake latency=fast query=${JSON.stringify(query)} query_type=metric`;

export default [
  expectAlert('ContainerPanicked')
    .given(container, {
      ...usual,
      says: 'panic: runtime error: invalid memory address or nil pointer dereference',
    })
    .firesAfter('0m')
    .with({ ...told, severity: 'info' })
    .alsoFiresWith({ says: 'fatal error: all goroutines are asleep - deadlock!' })
    .silentWith({ says: 'level=error msg="recovered from panic: nil pointer"' })
    .silentWith({ namespace: 'observability' })
    .silentWith({ from: 'elsewhere' })
    .silentWith({ cluster: 'another' }),
  expectAlert('ContainerHeapExhausted')
    .given(container, {
      ...usual,
      says: 'Exception in thread "http-nio-8080-exec-4" java.lang.OutOfMemoryError: Java heap space',
    })
    .firesAfter('0m')
    .with({ ...told, severity: 'warning' })
    .alsoFiresWith({
      says: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    })
    .alsoFiresWith({
      says: 'Unhandled exception. System.OutOfMemoryException: Array dimensions exceeded supported range.',
    })
    .alsoFiresWith({
      says: 'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
    })
    .silentWith({ says: 'INFO heap used 412 MiB of 512 MiB' })
    .silentWith({
      says: asked('count_over_time({a="b"} |~ "java.lang.OutOfMemoryError" [10m])'),
    })
    .silentWith({ from: 'elsewhere' })
    .silentWith({ cluster: 'another' }),
  expectAlert('ContainerCertificateErrors')
    .given(container, {
      ...usual,
      says: 'Get "https://payments.shop.svc:8443/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-03-01T10:00:00Z is after 2026-02-28T23:59:59Z',
    })
    .firesAfter('0m')
    .with({ ...told, severity: 'warning' })
    .alsoFiresWith({
      says: 'http: TLS handshake error from 10.0.3.7:51442: remote error: tls: bad certificate',
    })
    .alsoFiresWith({
      says: 'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate (_ssl.c:1006)',
    })
    .alsoFiresWith({
      says: 'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
    })
    .alsoFiresWith({
      says: "Error: self-signed certificate in certificate chain { code: 'SELF_SIGNED_CERT_IN_CHAIN' }",
    })
    .notAt({ perMinute: 1 })
    .silentWith({ says: 'http: TLS handshake error from 10.0.3.7:51442: EOF' })
    .silentWith({ says: asked('count_over_time({a="b"} |~ "x509: |CERT_HAS_EXPIRED" [10m])') })
    .silentWith({ from: 'elsewhere' })
    .silentWith({ cluster: 'another' }),
];
