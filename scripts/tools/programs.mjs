// The real programs that judge what we synthesize: how each is built, and where one is found. The versions
// stand in tools/<folder>/go.mod alone.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const binDir = join(root, '.tools/bin');

const common = 'github.com/prometheus/common/version.Version';
const kubernetesStamps = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(
  (where) => [
    [`${where}.gitVersion`, (v) => `v${v}`],
    [`${where}.gitMajor`, (v) => v.split('.')[0]],
    [`${where}.gitMinor`, (v) => v.split('.')[1]],
  ],
);

/**
 * A folder of tools/, the module it pins, and what else is said when its programs are linked: unstamped, most
 * of them do not know their own version.
 */
const folders = {
  alertmanager: { module: 'github.com/prometheus/alertmanager' },
  alloy: {
    module: 'github.com/grafana/alloy',
    tags: 'netgo',
    stamps: [['github.com/grafana/alloy/internal/build.Version', (v) => `v${v}`]],
  },
  amtool: { module: 'github.com/prometheus/alertmanager' },
  blackbox_exporter: { module: 'github.com/prometheus/blackbox_exporter' },
  'config-reloader': { module: 'github.com/prometheus-operator/prometheus-operator' },
  coredns: { module: 'github.com/coredns/coredns', stamps: [] },
  etcd: { module: 'go.etcd.io/etcd/server/v3', stamps: [] },
  'kube-state-metrics': { module: 'k8s.io/kube-state-metrics/v2' },
  kubernetes: { module: 'k8s.io/kubernetes', stamps: kubernetesStamps },
  kwok: { module: 'sigs.k8s.io/kwok', stamps: [] },
  loki: {
    module: 'github.com/grafana/loki/v3',
    tags: 'netgo',
    stamps: [
      ['github.com/grafana/loki/v3/pkg/util/build.Version', (v) => v],
      [common, (v) => v],
    ],
  },
  'nginx-exporter': { module: 'github.com/nginx/nginx-prometheus-exporter' },
  node_exporter: { module: 'github.com/prometheus/node_exporter' },
  prometheus: {
    module: 'github.com/prometheus/prometheus',
    // Discovery of every cloud there is makes it three times as large.
    tags: 'netgo,remove_all_sd,enable_kubernetes_sd,enable_dns_sd',
  },
  'prometheus-adapter': { module: 'sigs.k8s.io/prometheus-adapter', stamps: [] },
};

/**
 * Every program, cheap and telling ones first, with what its build takes from nothing on two cores: minutes
 * and gigabytes of memory as measured, and its part of the 30 GB that all caches come to, by its time.
 */
export const programs = [
  { name: 'promtool', folder: 'prometheus', path: '/cmd/promtool', minutes: 2, memory: 1, disk: 2 },
  { name: 'amtool', folder: 'amtool', path: '/cmd/amtool', minutes: 1, memory: 1, disk: 1 },
  {
    name: 'prometheus',
    folder: 'prometheus',
    path: '/cmd/prometheus',
    minutes: 1,
    memory: 2,
    disk: 1,
  },
  { name: 'loki', folder: 'loki', path: '/cmd/loki', minutes: 5, memory: 3, disk: 4 },
  {
    name: 'lokitool',
    folder: 'loki',
    path: '/cmd/lokitool',
    ask: ['version'],
    minutes: 1,
    memory: 2,
    disk: 0.2,
  },
  { name: 'logcli', folder: 'loki', path: '/cmd/logcli', minutes: 1, memory: 3, disk: 0.2 },
  {
    name: 'alertmanager',
    folder: 'alertmanager',
    path: '/cmd/alertmanager',
    minutes: 1,
    memory: 1,
    disk: 0.5,
  },
  { name: 'node_exporter', folder: 'node_exporter', path: '', minutes: 1, memory: 1, disk: 0.2 },
  {
    name: 'blackbox_exporter',
    folder: 'blackbox_exporter',
    path: '',
    minutes: 1,
    memory: 1,
    disk: 0.5,
  },
  { name: 'etcd', folder: 'etcd', path: '', minutes: 1, memory: 1, disk: 0.5 },
  {
    name: 'kubectl',
    folder: 'kubernetes',
    path: '/cmd/kubectl',
    ask: ['version', '--client'],
    minutes: 2,
    memory: 1,
    disk: 1.5,
  },
  {
    name: 'kube-apiserver',
    folder: 'kubernetes',
    path: '/cmd/kube-apiserver',
    minutes: 4,
    memory: 3,
    disk: 2.5,
  },
  {
    name: 'kube-controller-manager',
    folder: 'kubernetes',
    path: '/cmd/kube-controller-manager',
    minutes: 2,
    memory: 3,
    disk: 1,
  },
  {
    name: 'kube-scheduler',
    folder: 'kubernetes',
    path: '/cmd/kube-scheduler',
    minutes: 1,
    memory: 2,
    disk: 0.2,
  },
  {
    name: 'kube-proxy',
    folder: 'kubernetes',
    path: '/cmd/kube-proxy',
    minutes: 1,
    memory: 2,
    disk: 0.2,
  },
  {
    name: 'coredns',
    folder: 'coredns',
    path: '',
    ask: ['-version'],
    minutes: 3,
    memory: 1,
    disk: 2,
  },
  { name: 'kwok', folder: 'kwok', path: '/cmd/kwok', minutes: 1, memory: 1, disk: 1 },
  {
    name: 'prometheus-config-reloader',
    folder: 'config-reloader',
    path: '/cmd/prometheus-config-reloader',
    minutes: 2,
    memory: 1,
    disk: 1,
  },
  {
    name: 'kube-state-metrics',
    folder: 'kube-state-metrics',
    path: '',
    ask: ['version'],
    minutes: 2,
    memory: 1,
    disk: 1,
  },
  {
    name: 'prometheus-adapter',
    folder: 'prometheus-adapter',
    path: '/cmd/adapter',
    // It has no word for its own version: Go wrote it into the file.
    ask: undefined,
    minutes: 2,
    memory: 1,
    disk: 1,
  },
  {
    name: 'nginx-prometheus-exporter',
    folder: 'nginx-exporter',
    path: '',
    minutes: 1,
    memory: 1,
    disk: 0.2,
  },
  { name: 'alloy', folder: 'alloy', own: true, minutes: 20, memory: 6.5, disk: 13 },
].map((program) => ({
  ask: ['--version'],
  tags: '',
  stamps: [[common, (v) => v]],
  ...folders[program.folder],
  ...program,
}));

/** The version a folder of tools/ pins its module to, as Go writes it: `v0.315.0`. */
export function pinned(folder) {
  const { module } = folders[folder];
  const text = readFileSync(join(root, 'tools', folder, 'go.mod'), 'utf8');
  const line = text.split('\n').find((l) => l.replace(/^require|\s/g, '').startsWith(`${module}v`));
  return line
    .trim()
    .split(/\s+/)
    .find((word) => /^v\d/.test(word));
}

/** The same as people and images write it: Prometheus' module v0.315.0 is Prometheus 3.15.0. */
export function released(folder) {
  const version = pinned(folder).slice(1);
  if (folder !== 'prometheus') return version;
  const [, minor, patch] = version.split('.').map(Number);
  return `${Math.floor(minor / 100)}.${minor % 100}.${patch}`;
}

/** What a program calls itself, else what it was built of; or why that could not be asked. */
function said(path, ask, module) {
  const [command, args] = ask ? [path, ask] : ['go', ['version', '-m', path]];
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  if (error) return error.message;
  const lines = `${stdout}${stderr}`.split('\n');
  return lines.filter((line) => ask || line.split('\t').includes(module)).join('\n');
}

const executable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/**
 * Where a program is: built by us, or on the PATH in the same version. `wrong` are those passed over, with
 * what they call themselves.
 */
export function find({ name, folder, ask, module }) {
  const version = released(folder);
  const exact = new RegExp(`(^|[^\\d.])v?${version.replaceAll('.', '\\.')}($|[^\\w.+-])`, 'm');
  const wrong = [];
  for (const dir of [binDir, ...(process.env.PATH ?? '').split(delimiter)]) {
    const path = join(dir, name);
    if (!dir || !executable(path)) continue;
    const words = said(path, ask, module);
    if (exact.test(words)) return { name, version, path, wrong };
    wrong.push(`${path} says "${words.trim().split('\n')[0]}"`);
  }
  return { name, version, path: undefined, wrong };
}
