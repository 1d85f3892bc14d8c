import type { Workload } from '../core/index.js';
import type { Surroundings } from './feature.js';

/** Port of the UI, the metrics, the reload, and of replicas among each other. */
export const httpPort = 12345;

/**
 * How Alloy is started.
 *
 * @see https://grafana.com/docs/alloy/latest/reference/cli/run/
 */
export const alloyArgs = (
  file: string,
  { stateDir, clustered, identity }: Surroundings,
  { headlessName, namespace, site }: Workload,
): readonly string[] => [
  'run',
  file,
  `--server.http.listen-addr=0.0.0.0:${httpPort}`,
  `--storage.path=${stateDir}`,
  '--stability.level=generally-available',
  '--disable-reporting',
  ...(clustered
    ? [
        '--cluster.enabled=true',
        `--cluster.name=${identity}`,
        '--cluster.advertise-address=$(POD_IP)',
        `--cluster.join-addresses=${headlessName}.${namespace}.svc.${site.clusterDomain}`,
      ]
    : []),
];
