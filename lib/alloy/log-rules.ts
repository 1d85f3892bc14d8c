import type { RuleContext } from '../core/index.js';
import { streamSelector } from '../model/logql.js';
import type { Matchers } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';
import type { AlloyFacts } from './rules.js';

/** By what the lines of one program are told from another's. */
const program = 'cluster, namespace, app, container';

/** Lines of a kind, counted over some minutes, by program. */
const count = (streams: Matchers, steps: string, minutes: number): string =>
  `sum by (${program}) (count_over_time(${streamSelector(streams)} ${steps} [${minutes}m]))`;

const namespacesOf = ({ stack }: AlloyFacts): string => [...new Set(stack)].join('|');

/** A recovered panic is said in the middle of a line; one that begins a line ended the process. */
const crash = '|~ "^(panic|fatal error): "';

/** Lines with one of these texts, but those in which Loki writes down that somebody searches for it. */
const anyOf = (...texts: readonly string[]): string =>
  `|~ ${JSON.stringify(texts.join('|').replaceAll('.', '[.]'))} != "query=\\""`;

/** What runtimes say when the memory that they may use is not enough. */
const exhausted = anyOf(
  'java.lang.OutOfMemoryError',
  'JavaScript heap out of memory',
  'System.OutOfMemoryException',
  'Allowed memory size of',
);

/** How Go, OpenSSL, Python, Java and Node.js say that they do not trust a certificate, or are not trusted. */
const distrusted = anyOf(
  'x509: ',
  'tls: bad certificate',
  'tls: expired certificate',
  'tls: unknown certificate',
  'CERTIFICATE_VERIFY_FAILED',
  'certificate verify failed',
  'PKIX path building failed',
  'PKIX path validation failed',
  'CERT_HAS_EXPIRED',
  'unable to verify the first certificate',
  'certificate in certificate chain',
);

/** That a part of the stack itself crashed. */
export const crashRules = (alloy: AlloyFacts, { cluster }: RuleContext): readonly AlertRule[] => [
  {
    alert: 'StackContainerPanicked',
    expr: `${count({ cluster, namespace: { re: namespacesOf(alloy) } }, crash, 5)} > 0`,
    severity: 'warning',
    summary: 'A part of the observability stack crashed',
    description:
      'Container {{ $labels.container }} of {{ $labels.app }} ended by a panic: the lines behind "panic:" in its log say where.',
  },
];

/** What the lines of any pod say before a number does. */
export function workloadRules(alloy: AlloyFacts, { cluster }: RuleContext): readonly AlertRule[] {
  const pods: Matchers = { cluster, container: { not: '' } };
  return [
    {
      alert: 'ContainerPanicked',
      expr: `${count({ ...pods, namespace: { notRe: namespacesOf(alloy) } }, crash, 10)} > 0`,
      severity: 'info',
      summary: 'A program ended by a panic',
      description:
        'Container {{ $labels.container }} of {{ $labels.app }} in {{ $labels.namespace }} has crashed {{ $value }} times in 10 minutes. The lines behind "panic:" in its log say where.',
    },
    {
      alert: 'ContainerHeapExhausted',
      expr: `${count(pods, exhausted, 10)} > 0`,
      severity: 'warning',
      summary: 'A program has no memory left that it may use',
      description:
        'Container {{ $labels.container }} of {{ $labels.app }} in {{ $labels.namespace }} has said so {{ $value }} times in 10 minutes. It is not always ended by that: it may run on and answer wrongly, or not at all.',
    },
    bounded(5, (lines) => ({
      alert: 'ContainerCertificateErrors',
      expr: `${count(pods, distrusted, 10)} > ${lines}`,
      severity: 'warning',
      summary: 'A program refuses a certificate, or its own is refused',
      description:
        '{{ $value }} lines of container {{ $labels.container }} of {{ $labels.app }} in {{ $labels.namespace }} have told of it in 10 minutes. They say which certificate, and whether it has expired, is for another name or is of an authority that nobody knows.',
    })),
  ];
}
