import { byKey, shown, type Workload } from '../core/index.js';
import type { Feature } from './feature.js';

/** What one Alloy was asked to do. Each feature brings its permissions and mounts as it is added. */
export class Features {
  private readonly known = new Map<string, { readonly asked: string; readonly feature: Feature }>();

  constructor(private readonly workload: Workload) {}

  /** All of them, sorted by name. */
  get all(): readonly Feature[] {
    return byKey(this.known).map(([, { feature }]) => feature);
  }

  /** Whether it was asked for, by the name of its verb. */
  has(name: string): boolean {
    return this.known.has(name);
  }

  /**
   * Adds a feature; the same question twice is the same feature.
   *
   * @throws when the same is asked with other options
   */
  ask(name: string, options: object, make: () => Feature): void {
    const asked = shown(options);
    const before = this.known.get(name)?.asked;
    if (before === asked) return;
    if (before)
      this.workload.component.refuse(`${name} is told ${before} and ${asked}`, 'call it once');
    const feature = make();
    this.known.set(name, { asked, feature });
    for (const { scope, permission } of feature.permissions) this.workload.allow(scope, permission);
    if (feature.readsPodLogs) this.workload.readPodLogs(feature.readsPodLogs);
    for (const { path, dir, options: mount } of feature.mounts ?? [])
      this.workload.mountHostPath(path, dir, mount);
    for (const [variable, field] of byKey(new Map(Object.entries(feature.env ?? {}))))
      this.workload.env(variable, { field });
    this.checkRoot();
  }

  /** Root without capabilities still reads what belongs to root: keys of the node, Secrets of all its pods. */
  private checkRoot(): void {
    const { component } = this.workload;
    const node = this.all.find(({ readsNode }) => readsNode)?.readsNode;
    if (!node || !this.all.some(({ readsPodLogs }) => readsPodLogs)) return;
    if (node.asRoot === undefined)
      component.refuse(
        'collectHostMetrics and collectPodLogs from files let root read every file of the node',
        "give collectPodLogs { via: 'api' }, make an Alloy for each, or say why in asRoot of collectHostMetrics",
      );
    const said = `reads every file of its node as root: ${node.asRoot}`;
    if (!component.escapes.includes(said)) component.escapes.push(said);
  }
}
