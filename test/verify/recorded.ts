import type { Manifest } from '../../lib/core/index.js';
import { type Output, verify } from '../../scripts/verify/verify.mjs';

// biome-ignore lint/suspicious/noExplicitAny: objects of every kind, as an API server would hold them
export type Held = any;

/** What `kubectl get` calls the kinds that are asked for as lists. */
const kindsOf: Readonly<Record<string, string>> = {
  daemonsets: 'DaemonSet',
  endpointslices: 'EndpointSlice',
  events: 'Event',
  'gatewayclasses.gateway.networking.k8s.io': 'GatewayClass',
  ingressclasses: 'IngressClass',
  limitranges: 'LimitRange',
  namespaces: 'Namespace',
  nodes: 'Node',
  persistentvolumeclaims: 'PersistentVolumeClaim',
  pods: 'Pod',
  priorityclasses: 'PriorityClass',
  resourcequotas: 'ResourceQuota',
  storageclasses: 'StorageClass',
};

const said = (stdout: unknown): Output => ({
  code: 0,
  stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
  stderr: '',
});
const failed = (stderr: string, code = 1): Output => ({ code, stdout: '', stderr });
const optionOf = (args: readonly string[], name: string) =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];

/** Answers in the words of kubectl 1.37, from objects that are held in memory. */
export class Recorded {
  version = 'v1.37.1';
  /** Resources that may not be read, as `secrets`. */
  readonly denied: string[] = [];
  /** Resources and URLs that no account may do anything with. */
  readonly cannot: string[] = [];
  /** Kinds that are not served. */
  readonly unserved: string[] = [];
  /** What a dry run complains of, by `Kind name`. */
  readonly complaints: Record<string, string> = {};
  /** What `kubectl diff` prints. */
  difference = '';
  /** All that was asked. */
  readonly asked: (readonly string[])[] = [];

  constructor(
    readonly objects: Held[],
    private readonly written: readonly Manifest[],
  ) {}

  /** The one of this kind and name. */
  get(kind: string, name: string): Held {
    const found = this.objects.find((o) => o.kind === kind && o.metadata.name === name);
    if (!found) throw new Error(`${kind} ${name} is not there`);
    return found;
  }

  remove(kind: string, name: string): void {
    this.objects.splice(this.objects.indexOf(this.get(kind, name)), 1);
  }

  /** What a report on it says. */
  async report(): Promise<string[]> {
    const lines = [];
    const ask = async (args: readonly string[], input = '') => this.answer(args, input);
    for await (const { state, text } of verify(this.written, ask)) lines.push(`${state} ${text}`);
    return lines;
  }

  private answer(args: readonly string[], input: string): Output {
    this.asked.push(args);
    const [verb = '', what = ''] = args;
    if (verb === 'version') return said({ serverVersion: { gitVersion: this.version } });
    if (verb === 'auth') return said(this.rules(optionOf(args, 'as') ?? ''));
    if (verb === 'apply') return this.dryRun(input);
    if (verb === 'diff') return { ...said(this.difference), code: this.difference ? 1 : 0 };
    if (what.startsWith('--raw=')) return this.document(what.split('=')[1] ?? '');
    if (what.startsWith('--filename')) return said(this.find(input));
    if (this.denied.includes(what))
      return failed(
        `Error from server (Forbidden): ${what} is forbidden: User "jane" cannot list resource "${what}" in API group ""`,
      );
    if (['secret', 'configmap'].includes(what)) return this.keys(args);
    const namespace = optionOf(args, 'namespace');
    const items = this.objects.filter(
      (o) => o.kind === kindsOf[what] && (!namespace || o.metadata.namespace === namespace),
    );
    return said({ kind: 'List', items });
  }

  /** All that roles say, for every account, as `kubectl auth can-i --list` prints it. */
  private rules(account: string): string {
    if (!account.startsWith('system:serviceaccount:')) return '';
    const roles = this.objects.filter((o) => ['Role', 'ClusterRole'].includes(o.kind));
    return roles
      .flatMap((o) => o.rules ?? [])
      .flatMap(({ resources = [], nonResourceURLs = [], apiGroups = [''], verbs }) => [
        ...nonResourceURLs.map((url: string) => ['', url, verbs]),
        ...resources.flatMap((one: string) =>
          apiGroups.map((group: string) => [group ? `${one}.${group}` : one, '', verbs]),
        ),
      ])
      .filter(([resource, url]) => !this.cannot.includes(resource || url))
      .map(([resource, url, verbs]) => `${resource}   [${url}]   []   [${verbs.join(' ')}]`)
      .join('\n');
  }

  private document(path: string): Output {
    const apiVersion = path.replace(/^\/apis?\//, '');
    const resources = this.written.filter(
      (o) => o.apiVersion === apiVersion && !this.unserved.includes(o.kind),
    );
    return resources.length > 0
      ? said({ resources })
      : failed('Error from server (NotFound): the server could not find the requested resource');
  }

  private find(input: string) {
    const { items }: { items: Manifest[] } = JSON.parse(input);
    const id = ({ kind, metadata: m }: Held) => `${kind} ${m.namespace}/${m.name}`;
    const wanted = new Set(items.map(id));
    return { kind: 'List', items: this.objects.filter((o) => wanted.has(id(o))) };
  }

  private keys(args: readonly string[]): Output {
    const found = this.objects.find(
      (o) =>
        o.kind.toLowerCase() === args[1] &&
        o.metadata.name === args[2] &&
        o.metadata.namespace === optionOf(args, 'namespace'),
    );
    return found
      ? said(Object.keys(found.data).join('\n'))
      : failed(`Error from server (NotFound): ${args[1]}s "${args[2]}" not found`);
  }

  private dryRun(input: string): Output {
    const { items }: { items: Manifest[] } = JSON.parse(input);
    const lines = items.flatMap((o) => this.complaints[`${o.kind} ${o.metadata.name}`] ?? []);
    return lines.length > 0 ? failed(lines.join('\n')) : said('');
  }
}
