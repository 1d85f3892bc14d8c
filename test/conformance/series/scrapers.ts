import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Manifest } from '../../../lib/core/index.js';
import { toYaml } from '../../../lib/model/yaml.js';
import { binary, type Cluster } from '../cluster/cluster.js';
import { apiServer } from '../cluster/pki.js';
import { PrometheusApi } from '../flow/ask/ask-prometheus.js';
import { bundle } from '../flow/system/bundle.js';
import { Relay } from '../flow/system/relay.js';

/** How often is scraped here: a test has no half minutes to wait for. */
export const scrapeSeconds = 2;

const port = { objects: 8080, telemetry: 8081, hosts: 9100, prometheus: 9090 } as const;

/** The jobs whose real targets run here, and where those listen. */
const targets: Readonly<Record<string, string>> = {
  apiserver: `${apiServer.address}:${apiServer.port}`,
  'kube-state-metrics': `127.0.0.1:${port.objects}`,
  'kube-state-metrics-telemetry': `127.0.0.1:${port.telemetry}`,
  'node-exporter': `127.0.0.1:${port.hosts}`,
  prometheus: `127.0.0.1:${port.prometheus}`,
};

/** Their names, sorted. */
export const scrapedJobs: readonly string[] = Object.keys(targets).sort();

/** Starts what is scraped besides the API server. */
export function startTargets({ network, folder }: Cluster, objects: readonly Manifest[]): void {
  const { args } = containerOf(objects, 'Deployment', 'kube-state-metrics');
  network.start('kube-state-metrics', binary('kube-state-metrics'), [
    ...args,
    `--kubeconfig=${join(folder, 'pki', 'admin.kubeconfig')}`,
  ]);
  network.start('node_exporter', binary('node_exporter'), [
    `--web.listen-address=127.0.0.1:${port.hosts}`,
  ]);
}

function containerOf(
  objects: readonly Manifest[],
  kind: string,
  name: string,
): { readonly args: readonly string[] } {
  const found = objects.find((o) => o.kind === kind && o.metadata.name === name);
  const spec = found?.spec as {
    template: { spec: { containers: { args: string[] }[] } };
  };
  const [container] = spec.template.spec.containers;
  if (!container) throw new Error(`${kind} ${name} has no container`);
  return container;
}

const textsOf = (objects: readonly Manifest[], prefix: string): readonly string[] =>
  objects
    .filter((o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith(prefix))
    .flatMap((o) => Object.values((o.data ?? {}) as Record<string, string>));

interface ScrapeConfig {
  readonly job_name: string;
  readonly scheme: string;
  readonly metrics_path: string;
  readonly honor_labels?: true;
  readonly metric_relabel_configs?: readonly object[];
}

/** A job as it was written, but that its target is found by its address, and let in by a certificate. */
const jobHere =
  (folder: string, cluster: string) =>
  ({ job_name, scheme, metrics_path, honor_labels, metric_relabel_configs }: ScrapeConfig) => ({
    ...{ job_name, scheme, metrics_path },
    ...(honor_labels ? { honor_labels } : {}),
    static_configs: [
      {
        targets: [targets[job_name]],
        labels: { cluster, node: 'node-1', namespace: 'observability', pod: `${job_name}-0` },
      },
    ],
    ...(scheme === 'https'
      ? {
          tls_config: {
            ca_file: join(folder, 'pki', 'ca.crt'),
            cert_file: join(folder, 'pki', 'admin.crt'),
            key_file: join(folder, 'pki', 'admin.key'),
          },
        }
      : {}),
    ...(metric_relabel_configs ? { metric_relabel_configs } : {}),
  });

/** A Prometheus that scrapes the targets as a stack would, and evaluates its rules. */
export interface Scraper {
  readonly name: string;
  readonly objects: readonly Manifest[];
  readonly port: number;
}

/** Starts one. */
export function startScraper(
  { network, folder }: Cluster,
  { name, objects, port: own }: Scraper,
): void {
  const home = join(folder, name);
  mkdirSync(home);
  const [config = ''] = textsOf(objects, 'prometheus-config');
  const written = load(config) as {
    global: { external_labels: { cluster: string } };
    scrape_configs: ScrapeConfig[];
  };
  const { cluster } = written.global.external_labels;
  const rules = textsOf(objects, 'prometheus-rules-').map((text, i) => {
    const file = join(home, `rules-${i}.yaml`);
    writeFileSync(file, text);
    return file;
  });
  const file = join(home, 'prometheus.yaml');
  writeFileSync(
    file,
    toYaml({
      global: {
        ...written.global,
        scrape_interval: `${scrapeSeconds}s`,
        scrape_timeout: `${scrapeSeconds}s`,
        evaluation_interval: `${scrapeSeconds}s`,
      },
      rule_files: rules,
      scrape_configs: written.scrape_configs
        .filter(({ job_name }) => job_name in targets)
        .map(jobHere(folder, cluster)),
    }),
  );
  // It looks for its own folder as it starts, and where we were called from is not there inside.
  network.start(name, 'env', [
    ...['--chdir=/', binary('prometheus')],
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(home, 'data')}`,
    `--web.listen-address=127.0.0.1:${own}`,
  ]);
}

/** Who asks them, from inside. */
export async function asker({
  network,
  folder,
}: Cluster): Promise<(port: number) => PrometheusApi> {
  const script = await bundle('system/relay-process.ts', folder);
  // The first process inside holds the whole network.
  const relay = Relay.open(
    { network, folder, script },
    { namespace: 'series', name: 'asker', sandboxPid: 1 },
  );
  return (at) => new PrometheusApi(`http://127.0.0.1:${at}`, (request) => relay.fetch(request));
}
