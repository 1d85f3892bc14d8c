import type { IRoutedHosts, LateTargets } from '../core/index.js';
import { moduleName, type ProbeModule } from './modules.js';

/** One thing that is probed, in one way. */
export interface Probe {
  /** A URL, or `host:port`. */
  readonly target: string;
  readonly module: ProbeModule;
}

/** Hosts are asked for their first page, as people do. */
const firstPage: ProbeModule = { prober: 'http', expect: [] };

/** Everything one exporter is to probe. What is routed is asked for late, as more may be. */
export class Probes {
  private readonly told: Probe[] = [];
  private readonly routes = new Set<IRoutedHosts>();

  add(probe: Probe): void {
    this.told.push(probe);
  }

  /** @returns whether it was not there before */
  addRoutes(source: IRoutedHosts): boolean {
    const isNew = !this.routes.has(source);
    this.routes.add(source);
    return isNew;
  }

  /** The ways of probing in use. */
  get modules(): readonly ProbeModule[] {
    return this.all.map(({ module }) => module);
  }

  /** What is probed, by module, sorted; each once. */
  get groups(): readonly LateTargets[] {
    const byModule = new Map<string, Set<string>>();
    for (const { target, module } of this.all) {
      const name = moduleName(module);
      byModule.set(name, (byModule.get(name) ?? new Set()).add(target));
    }
    return [...byModule]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, targets]) => ({
        targets: [...targets].sort(),
        labels: { __param_module: name },
      }));
  }

  private get all(): readonly Probe[] {
    const routed = [...this.routes].flatMap(({ routedHosts }) => routedHosts.urls());
    return [...this.told, ...routed.map((target) => ({ target, module: firstPage }))];
  }
}
