import { load } from 'js-yaml';
import type { Manifest } from '../../../lib/core/index.js';
import type { Access } from './access.js';

const accountOf = (o: { readonly namespace?: string; readonly name: string }) =>
  `system:serviceaccount:${o.namespace}:${o.name}`;

/** What a client reads that keeps a copy: the first look, and what changes then. */
const informed = ['list', 'watch'] as const;

/** What client-go's discovery of each role looks at, as Prometheus' and Alloy's configs name them. */
const discovered: Readonly<Record<string, readonly string[]>> = {
  node: ['nodes'],
  pod: ['pods'],
  service: ['services'],
  endpointslice: ['endpointslices.discovery.k8s.io', 'services', 'pods'],
};

interface ScrapeJob {
  readonly job_name: string;
  readonly authorization?: object;
  readonly kubernetes_sd_configs?: readonly {
    readonly role: string;
    readonly namespaces?: { readonly names?: readonly string[] };
  }[];
}

/** What the jobs in a `prometheus.yml` must read. */
function ofPrometheus(user: string, config: string): Access[] {
  // A Prometheus config as we wrote it.
  const { scrape_configs: jobs } = load(config) as { scrape_configs: ScrapeJob[] };
  return jobs.flatMap((job) =>
    (job.kubernetes_sd_configs ?? []).flatMap((sd): Access[] => [
      ...(sd.namespaces?.names ?? [undefined]).flatMap((namespace) =>
        (discovered[sd.role] ?? [`role ${sd.role}`]).flatMap((what) =>
          informed.map((verb) => ({ user, verb, what, ...(namespace ? { namespace } : {}) })),
        ),
      ),
      // Who shows itself to a node talks to its kubelet, to another, to what is like the API server.
      ...(job.authorization && sd.role === 'node'
        ? [{ user, verb: 'get', what: 'nodes/metrics' }]
        : []),
      ...(job.authorization && sd.role === 'endpointslice'
        ? [{ user, verb: 'get', what: '/metrics' }]
        : []),
    ]),
  );
}

/** What the components in an Alloy config must read. */
function ofAlloy(user: string, config: string): Access[] {
  const roles = [...config.matchAll(/discovery\.kubernetes "\w+" {\s+role\s+= "(\w+)"/g)];
  const resources = [
    ...roles.flatMap(([, role = '']) => discovered[role] ?? [`role ${role}`]),
    ...(config.includes('loki.source.kubernetes_events ') ? ['events'] : []),
  ];
  const logs = config.includes('loki.source.kubernetes "');
  return [
    ...resources.flatMap((what) => informed.map((verb) => ({ user, verb, what }))),
    ...(logs ? [{ user, verb: 'get', what: 'pods/log' }] : []),
  ];
}

/** What the collectors in a flag of kube-state-metrics must read; `groups` says where each is. */
function ofKubeStateMetrics(user: string, flag: string, groups: readonly string[]): Access[] {
  return flag.split(',').flatMap((resource) => {
    const what = groups.find((g) => g === resource || g.startsWith(`${resource}.`)) ?? resource;
    return informed.map((verb) => ({ user, verb, what }));
  });
}

/** What all that was written must be able to read, by its own configs and flags rather than by its roles. */
export function needs(objects: readonly Manifest[], resources: readonly string[]): Access[] {
  // biome-ignore lint/suspicious/noExplicitAny: reads deep into objects of several kinds
  const all = objects as readonly any[];
  const textsOf = (kind: string, end: string) =>
    all
      .filter((o) => o.kind === kind && o.metadata.name.endsWith(end))
      .flatMap((o) => Object.values<string>(o.data).map((text) => ({ o: o.metadata, text })));
  const own = (o: { name: string; namespace: string }) =>
    accountOf({ ...o, name: o.name.replace(/-config$/, '') });
  const flags = all
    .filter((o) => o.kind === 'Deployment')
    .flatMap((o) => {
      const args: string[] = o.spec.template.spec.containers.flatMap(
        (c: { args?: string[] }) => c.args ?? [],
      );
      const flag = args.find((arg) => arg.startsWith('--resources='))?.split('=')[1];
      return flag ? [ofKubeStateMetrics(accountOf(o.metadata), flag, resources)] : [];
    });
  return [
    ...textsOf('ConfigMap', 'prometheus-config').flatMap(({ o, text }) =>
      ofPrometheus(own(o), text),
    ),
    ...textsOf('ConfigMap', '-config')
      .filter(({ text }) => /^\s*(loki|discovery)\.\w+(\.\w+)? "/m.test(text))
      .flatMap(({ o, text }) => ofAlloy(own(o), text)),
    ...flags.flat(),
  ];
}

/** What no account of ours may do: each is a way to more than it says. */
export function forbidden(objects: readonly Manifest[]): Access[] {
  const accounts = objects.filter((o) => o.kind === 'ServiceAccount').map((o) => o.metadata);
  return accounts.flatMap((account) => {
    const user = accountOf(account);
    const anywhere = [
      ['get', 'secrets'],
      ['list', 'secrets'],
      ['watch', 'secrets'],
      ['create', 'pods'],
      ['create', 'pods/exec'],
      ['get', 'pods/exec'],
      ['create', 'pods/attach'],
      ['create', 'pods/portforward'],
      ['get', 'nodes/proxy'],
      ['create', 'nodes/proxy'],
      ['create', 'serviceaccounts/token'],
      ['impersonate', 'users'],
      ['create', 'clusterrolebindings.rbac.authorization.k8s.io'],
    ] as const;
    const namespaces = [undefined, account.namespace, 'kube-system'];
    return anywhere.flatMap(([verb, what]) =>
      namespaces.map((namespace) => ({ user, verb, what, ...(namespace ? { namespace } : {}) })),
    );
  });
}
