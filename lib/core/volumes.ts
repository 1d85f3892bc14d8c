import type { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-30';
import { refuse } from '../model/refusal.js';
import { quantity } from '../model/units.js';
import type { ConfigFile } from './config-file.js';
import type { Container } from './container.js';
import { byKey } from './order.js';
import type { SecretRef } from './secret-ref.js';

/** A directory of the node, mounted. */
export interface HostPathOptions {
  /** Why the pod must see it: it takes an exception from Pod Security. */
  readonly reason: string;
  /** @default true */
  readonly readOnly?: boolean;
  /** What must be there; `DirectoryOrCreate` makes it. @default 'Directory' */
  readonly type?: 'Directory' | 'DirectoryOrCreate';
  /** Whether mounts made later on the node are seen as well. @default false */
  readonly followMounts?: boolean;
}

/** Where Secrets are mounted, one directory each. */
const secretsDir = '/etc/secrets';

/** The volumes of a pod. Each is known by name and has its mounts made as it is added. */
export class Volumes {
  /** Config files on their own, for the checksums of those that need a restart. */
  readonly files: ConfigFile[] = [];
  /** References to Secrets that are mounted, and must exist. */
  readonly secrets: SecretRef[] = [];
  private readonly sources = new Map<string, () => k8s.Volume>();
  /** What each volume holds, in words. */
  private readonly holds = new Map<string, string>();
  private readonly foreignKeys = new Map<string, Set<string>>();
  private readonly secretKeys = new Map<string, Set<string>>();
  private readonly projections = new Map<string, Map<string, k8s.VolumeProjection>>();

  constructor(private readonly main: Container) {}

  /** A config file in a directory of its own. */
  configFile(file: ConfigFile, dir: string, containers: readonly Container[]): void {
    this.files.push(file);
    const name = volumeName(file.name);
    this.add(name, `ConfigMap "${file.name}"`, () => ({ name, configMap: { name: file.name } }));
    for (const c of containers) c.mount({ name, mountPath: dir, readOnly: true });
  }

  /** A ConfigMap's files beside others in one directory; an optional one may be absent. */
  project(
    configMap: string,
    dir: string,
    optional: boolean,
    containers: readonly Container[],
  ): void {
    const name = volumeName(dir);
    const parts = this.projections.get(dir) ?? new Map<string, k8s.VolumeProjection>();
    this.projections.set(dir, parts);
    parts.set(configMap, { configMap: { name: configMap, ...(optional ? { optional } : {}) } });
    this.add(name, `files for "${dir}"`, () => ({
      name,
      projected: { sources: byKey(parts).map(([, source]) => source) },
    }));
    for (const c of containers) c.mount({ name, mountPath: dir, readOnly: true });
  }

  /** One key of a Secret as a file. Returns its path. */
  secretFile(ref: SecretRef, container = this.main): string {
    this.secrets.push(ref);
    return this.issuedFile(ref, container);
  }

  /** The same of a Secret that an object of ours has made, a certificate's: nobody need create it. */
  issuedFile(ref: SecretRef, container = this.main): string {
    const dir = `${secretsDir}/${ref.name}`;
    const name = volumeName(`secret-${ref.name}`);
    const keys = this.secretKeys.get(ref.name) ?? new Set<string>();
    this.secretKeys.set(ref.name, keys.add(ref.key));
    this.add(name, `Secret "${ref.name}"`, () => ({
      name,
      secret: {
        secretName: ref.name,
        items: items(keys),
      },
    }));
    container.mount({ name, mountPath: dir, readOnly: true });
    return `${dir}/${ref.key}`;
  }

  /** One key of a ConfigMap that someone else creates, as a file in a directory. */
  foreignConfigMap(
    configMap: string,
    key: string,
    dir: string,
    containers: readonly Container[],
  ): void {
    const name = volumeName(configMap);
    const keys = this.foreignKeys.get(configMap) ?? new Set<string>();
    this.foreignKeys.set(configMap, keys.add(key));
    this.add(name, `keys of ConfigMap "${configMap}"`, () => ({
      name,
      configMap: { name: configMap, items: items(keys) },
    }));
    for (const c of containers) c.mount({ name, mountPath: dir, readOnly: true });
  }

  /** A writable directory that lives as long as the pod; containers that name the same one share it. */
  scratch(dir: string, size: Size, container = this.main): void {
    const name = volumeName(dir);
    const most = quantity(size);
    this.add(name, `${most} for "${dir}"`, () => ({
      name,
      emptyDir: { sizeLimit: k8s.Quantity.fromString(most) },
    }));
    container.mount({ name, mountPath: dir });
  }

  /** A directory of the node. */
  hostPath(path: string, dir: string, options: HostPathOptions): void {
    const { readOnly = true, type = 'Directory', followMounts = false } = options;
    const name = volumeName(`host${path}`);
    this.add(name, `${type} "${path}" of the node`, () => ({ name, hostPath: { path, type } }));
    this.main.mount({
      name,
      mountPath: dir,
      // `false` is dropped by the API server, as empty lists are.
      ...(readOnly ? { readOnly } : {}),
      ...(followMounts ? { mountPropagation: 'HostToContainer' } : {}),
    });
  }

  /** The mount of a claim that the StatefulSet makes for each replica. */
  claim(name: string, dir: string): void {
    this.holds.set(name, 'the claim of each replica');
    this.main.mount({ name, mountPath: dir });
  }

  /** The same volume twice is one; two under one name would be the later one, without a word. */
  private add(name: string, holds: string, source: () => k8s.Volume): void {
    const known = this.holds.get(name);
    if (known !== undefined && known !== holds)
      refuse(
        this.main.where,
        `volume "${name}" would hold ${known} and ${holds}`,
        'rename one of the two',
      );
    this.holds.set(name, holds);
    this.sources.set(name, source);
  }

  render(): k8s.Volume[] {
    return byKey(this.sources).map(([, source]) => source());
  }
}

const items = (keys: ReadonlySet<string>): k8s.KeyToPath[] =>
  [...keys].sort().map((key) => ({ key, path: key }));

/** A volume's name from what it holds: `/var/log/pods` becomes `var-log-pods`. */
const volumeName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 63)
    .replace(/-$/, '') || 'root';
