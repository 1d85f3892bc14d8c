import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-30';
import type { ConfigFile } from './config-file.js';
import type { Endpoint } from './endpoint.js';
import { images } from './images.js';
import type { Workload } from './workload.js';

/**
 * A sidecar that watches directories of config files and tells the process beside it to read them again,
 * for products that do not watch by themselves. It needs no API and no extra permission.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/tree/main/cmd/prometheus-config-reloader
 */
export function configReloader(
  workload: Workload,
  options: { readonly files: ReadonlyMap<string, ConfigFile>; readonly reload: Endpoint },
): void {
  const dirs = [...options.files.keys()].sort();
  const sidecar = workload.addSidecar({
    name: 'config-reloader',
    image: images.configReloader,
    resources: { cpu: Cpu.millis(5), memory: Size.mebibytes(24), memoryLimit: Size.mebibytes(48) },
    goMemoryLimit: true,
    args: () => [
      '--listen-address=:8080',
      `--reload-url=http://127.0.0.1:${options.reload.port}${options.reload.path}`,
      ...dirs.map((dir) => `--watched-dir=${dir}`),
    ],
  });
  workload.listen({
    name: 'reloader',
    port: 8080,
    container: sidecar,
    inService: false,
    probes: { liveness: { path: '/healthz' } },
  });
  for (const [dir, file] of options.files) workload.mount(file, dir, workload.containers);
}
