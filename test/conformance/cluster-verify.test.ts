import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../scripts/tools/programs.mjs';
import { example } from '../../sites/example.js';
import { workloadsAvailable } from './cluster/checks.js';
import type { Cluster } from './cluster/cluster.js';
import { type Written, writeStack } from './cluster/stack.js';
import { clusterOfFile, describeCluster } from './cluster/suite.js';
import { program } from './programs.js';

/** A request as the audit log names it, with what is read of it here. */
interface Request {
  readonly verb: string;
  readonly userAgent?: string;
  readonly requestURI: string;
  readonly objectRef?: { readonly resource?: string };
}

const auditOf = ({ folder }: Cluster): string => join(folder, 'log', 'audit.jsonl');

/** What kubectl asked for since the log had this size. */
function askedSince(cluster: Cluster, size: number): readonly Request[] {
  const lines = readFileSync(auditOf(cluster)).subarray(size).toString().split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line): Request => JSON.parse(line))
    .filter(({ userAgent }) => userAgent?.startsWith('kubectl'));
}

/** Requests that change something: all but questions, dry runs, and questions after permissions. */
const writes = (requests: readonly Request[]): readonly string[] =>
  requests
    .filter(({ verb }) => !['get', 'list', 'watch'].includes(verb))
    .filter(
      ({ requestURI }) => !new URL(requestURI, 'https://api').searchParams.has('dryRun', 'All'),
    )
    .filter(({ objectRef }) => !/(access|rules)reviews$/.test(objectRef?.resource ?? ''))
    .map(({ verb, requestURI }) => `${verb} ${requestURI}`);

/** What `npm run verify` says in a cluster, and what it asked for. */
async function report(cluster: Cluster, dist: string, kubeconfig = 'admin') {
  const size = statSync(auditOf(cluster)).size;
  const env = {
    // kubectl keeps what an API serves under the address of its server, which all clusters here share.
    HOME: join(cluster.folder, 'home'),
    KUBECONFIG: join(cluster.folder, 'pki', `${kubeconfig}.kubeconfig`),
    PATH: `${dirname(program('kubectl') ?? '')}:${process.env.PATH}`,
  };
  const words = Object.entries(env).map(([name, value]) => `${name}='${value}'`);
  const script = `${words.join(' ')} '${process.execPath}' scripts/verify.mjs '--dist=${dist}'`;
  const { code, stdout, stderr } = await cluster.kubectl.shell(script, root);
  const lines = stdout.trimEnd().split('\n');
  return {
    code,
    stderr,
    stdout,
    closing: lines.at(-1),
    oks: lines.filter((line) => line.startsWith('ok ')),
    others: lines.slice(0, -1).filter((line) => !line.startsWith('ok ')),
    requests: askedSince(cluster, size),
  };
}

const policies =
  'skip  8 network policies: whether they are judged cannot be asked; no DaemonSet has the name of a network plugin';

/** The administrator's kubeconfig, changed, under another name. */
function kubeconfig({ folder }: Cluster, name: string, changes: object): void {
  const pki = join(folder, 'pki');
  // One that we wrote: of one cluster and one user.
  const config = JSON.parse(readFileSync(join(pki, 'admin.kubeconfig'), 'utf8'));
  Object.assign(config.users[0].user, changes);
  writeFileSync(join(pki, `${name}.kubeconfig`), JSON.stringify(config));
}

describeCluster('npm run verify on a bare cluster', () => {
  const cluster = clusterOfFile();

  it('names the CRDs, the namespaces and the Secrets that are not there', async () => {
    const { folder } = writeStack(join(cluster().folder, 'dist'), example);
    const { code, others, closing } = await report(cluster(), folder);
    const secrets = 'kubectl --namespace observability create secret';
    const absent = 'it is not there; make it, as its Secrets need it too, and ask again';
    expect(others).toEqual([
      'fails gateway.networking.k8s.io/v1 Gateway: not served; install the CRDs of sigs.k8s.io/gateway-api v1.6.1',
      'fails gateway.networking.k8s.io/v1 HTTPRoute: not served; install the CRDs of sigs.k8s.io/gateway-api v1.6.1',
      `fails Secret observability/alertmanager-heartbeat: not there; ${secrets} generic alertmanager-heartbeat --from-literal=url=…`,
      `fails Secret observability/alertmanager-slack: not there; ${secrets} generic alertmanager-slack --from-literal=url=…`,
      `fails Secret observability/grafana-admin: not there; ${secrets} generic grafana-admin --from-literal=password=…`,
      `fails Secret observability/grafana-example-com-tls: not there; ${secrets} tls grafana-example-com-tls --cert=tls.crt --key=tls.key`,
      policies,
      `skip  dry run in namespace observability: ${absent}`,
      `skip  dry run in namespace observability-node: ${absent}`,
    ]);
    expect(closing).toMatch(/^\d+ ok, 6 failed, 3 skipped$/);
    expect(code).toBe(1);
  });
});

describeCluster('npm run verify', () => {
  const cluster = clusterOfFile('gateway');
  let dist: Written;
  const spec = { controllerName: 'example.com/gateway' };

  const kubectl = (command: string) => cluster().kubectl.ok(command.split(' '));
  const secret = (name: string, ...literals: readonly string[]) =>
    kubectl(
      `-n observability create secret generic ${name} ${literals.map((l) => `--from-literal=${l}`).join(' ')}`,
    );
  const accept = async (kind: string, name: string, status: object) =>
    cluster().kubectl.ok([
      ...['-n', 'observability', 'patch', kind, name, '--subresource=status', '--type=merge'],
      `--patch=${JSON.stringify({ status })}`,
    ]);
  const isTrue = (...types: readonly string[]) => ({
    conditions: types.map((type) => ({
      ...{ type, status: 'True', reason: type, message: '' },
      lastTransitionTime: '2026-01-01T00:00:00Z',
    })),
  });

  it('names what does not fit before an install', async () => {
    dist = writeStack(join(cluster().folder, 'dist'), example);
    await kubectl(`apply -f ${join(dist.folder, '00-namespaces.k8s.yaml')}`);
    await kubectl(
      'label ns observability-node pod-security.kubernetes.io/enforce=baseline --overwrite',
    );
    await secret('alertmanager-heartbeat', 'url=hidden');
    await secret('alertmanager-slack', 'url=hidden');
    await secret('grafana-admin', 'pass=hidden');
    await secret('grafana-example-com-tls', 'tls.crt=hidden', 'tls.key=hidden');
    await kubectl('-n observability create quota tight --hard=requests.storage=10Gi,limits.cpu=2');
    const { code, others, stdout } = await report(cluster(), dist.folder);
    expect(others).toEqual([
      "fails Namespace observability-node: Pod Security is baseline, and its pods need privileged; apply dist/'s Namespace if that is yours to say, or give the site another namespace",
      'fails GatewayClass eg: not there; install a controller that brings it, or name another as the gateway of the site',
      'fails Secret observability/grafana-admin: has no key password, only pass; add it, or delete it and kubectl --namespace observability create secret generic grafana-admin --from-literal=password=…',
      'fails ResourceQuota observability/tight: wants limits.cpu of every pod, and Deployment observability/blackbox-exporter has none; give the namespace a LimitRange with a default, or the site another namespace',
      'fails ResourceQuota observability/tight: leaves requests.storage 10240Mi, and 105472Mi are needed; raise it',
      policies,
    ]);
    expect(code).toBe(1);
    expect(stdout).not.toContain('hidden');
  });

  it('has nothing against an install once all is there', async () => {
    await kubectl('-n observability delete quota tight');
    await kubectl('-n observability delete secret grafana-admin');
    await secret('grafana-admin', 'password=hidden');
    const gatewayClass = { kind: 'GatewayClass', metadata: { name: 'eg' }, spec };
    await cluster().kubectl.ok(
      ['create', '-f', '-'],
      JSON.stringify({ apiVersion: 'gateway.networking.k8s.io/v1', ...gatewayClass }),
    );
    await accept('gatewayclass', 'eg', isTrue('Accepted'));
    await kubectl(`apply -f ${join(dist.folder, '00-namespaces.k8s.yaml')}`);
    const { code, others, oks } = await report(cluster(), dist.folder);
    expect(others).toEqual([policies]);
    expect(oks.length).toBeGreaterThanOrEqual(12);
    expect(code).toBe(0);
  });

  it('has nothing against the install, and asked for no change', async () => {
    await kubectl(`apply -f ${dist.folder}`);
    await accept('gateway', 'gateway', isTrue('Accepted', 'Programmed'));
    const parentRef = { name: 'gateway' };
    const parent = { parentRef, ...spec, ...isTrue('Accepted', 'ResolvedRefs') };
    for (const name of ['gateway-grafana-example-com', 'gateway-grafana-example-com-redirect'])
      await accept('httproute', name, { parents: [parent] });
    expect((await workloadsAvailable(cluster().kubectl, dist.objects)).faults).toEqual([]);
    const { code, others, oks, requests } = await report(cluster(), dist.folder);
    expect(others).toEqual([policies]);
    expect(oks.length).toBeGreaterThanOrEqual(24);
    expect(code).toBe(0);
    expect(writes(requests)).toEqual([]);
    expect(requests.length).toBeGreaterThan(150);
  });

  it('would be seen to change something', async () => {
    const size = statSync(auditOf(cluster())).size;
    await kubectl('create configmap seen');
    expect(writes(askedSince(cluster(), size))).toEqual([
      expect.stringMatching(/^create \/api\/v1\/namespaces\/default\/configmaps\?/),
    ]);
  });

  it('names what was broken afterwards', async () => {
    await kubectl('delete clusterrolebinding observability-prometheus');
    await kubectl('-n observability delete service loki');
    await kubectl('-n observability set image deployment/grafana grafana=example.com/grafana:9');
    await kubectl('-n observability delete secret grafana-admin');
    await secret('grafana-admin', 'pass=hidden');
    await workloadsAvailable(cluster().kubectl, dist.objects);
    const { code, others, requests } = await report(cluster(), dist.folder);
    expect(others).toEqual([
      expect.stringMatching(
        /^fails Secret observability\/grafana-admin: has no key password, only pass;/,
      ),
      policies,
      'fails ClusterRoleBinding observability-prometheus: not there; apply dist/',
      'fails Service observability/loki: not there; apply dist/',
      expect.stringMatching(
        /^fails Deployment observability\/grafana: differs from dist\/ in 2 lines: - image: example.com\/grafana:9, \+ image: .*; apply dist\/, or take the change into the code$/,
      ),
      expect.stringMatching(
        /^fails ServiceAccount observability\/prometheus: cannot .* in every namespace and \d more; apply/,
      ),
    ]);
    expect(code).toBe(1);
    expect(writes(requests)).toEqual([]);
  });

  it('goes on where it may not ask, and says so', async () => {
    // There already where this is tried once more.
    await kubectl('delete clusterrolebinding jane --ignore-not-found');
    await kubectl('create clusterrolebinding jane --clusterrole=view --user=jane');
    kubeconfig(cluster(), 'jane', { as: 'jane' });
    const { stdout, stderr } = await report(cluster(), dist.folder, 'jane');
    expect(stderr).toBe('');
    expect(stdout).toContain(
      'skip  Secret observability/grafana-admin: forbidden: User "jane" cannot get resource "secrets" in API group "" in the namespace "observability"\n',
    );
    expect(stdout).toMatch(
      /^skip {2}which ClusterRoles are there: forbidden: User "jane" cannot get /m,
    );
    expect(stdout).toContain('fails Service observability/loki: not there; apply dist/\n');
  }, 240_000);

  it('ends with 2 where nobody is known', async () => {
    kubeconfig(cluster(), 'nobody', {
      'client-certificate': undefined,
      'client-key': undefined,
      token: 'x',
    });
    const { code, stderr } = await report(cluster(), dist.folder, 'nobody');
    // What kubectl says in brackets depends on how far it has come.
    expect(stderr).toMatch(
      /^verify: the cluster does not answer: (error: )?You must be logged in to the server \(.+\); name another by --context or KUBECONFIG, or log in\n$/,
    );
    expect(code).toBe(2);
  });
});
