import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blogImages } from '../../examples/severed-blog/blog.js';
import { images } from '../../lib/core/images.js';
import { pinned, programs, released, root } from '../../scripts/tools/programs.mjs';

/** The image that each folder of tools/ judges or stands for; those of Kubernetes have none. */
const imageOf: Readonly<Record<string, keyof typeof images>> = {
  alertmanager: 'alertmanager',
  alloy: 'alloy',
  amtool: 'alertmanager',
  blackbox_exporter: 'blackboxExporter',
  'config-reloader': 'configReloader',
  'kube-state-metrics': 'kubeStateMetrics',
  loki: 'loki',
  node_exporter: 'nodeExporter',
  prometheus: 'prometheus',
  'prometheus-adapter': 'prometheusAdapter',
};

/** Programs whose version is not that of the image, and why. */
const others: Readonly<Record<string, { readonly version: string; readonly why: string }>> = {
  alertmanager: {
    version: '0.31.1',
    why: 'the newest server that builds: later modules lack the compiled web pages it embeds',
  },
};

/** Images that no program stands for, and why. */
const unbuilt: Readonly<Partial<Record<keyof typeof images, string>>> = {
  grafana: 'its module is not to be had in any recent version',
};

const folders = readdirSync(join(root, 'tools')).sort();

describe('tools/', () => {
  it('has a folder for each program, and no other', () => {
    expect(folders).toEqual([...new Set(programs.map((p) => p.folder))].sort());
  });

  it.each(Object.entries(imageOf))('%s is what the image %s holds', (folder, image) => {
    const version = images[image].tag.replace(/^v/, '');
    const other = others[folder];
    expect(released(folder)).toBe(other?.version ?? version);
    // An exception that is none any more must go.
    expect(other?.version).not.toBe(version);
  });

  it("nginx-exporter is what the severed-blog's image holds", () => {
    expect(released('nginx-exporter')).toBe(blogImages.exporter.tag);
  });

  it('stands for every image but those that cannot be built', () => {
    const covered = [...Object.values(imageOf), ...Object.keys(unbuilt)];
    expect([...new Set(covered)].sort()).toEqual(Object.keys(images).sort());
  });

  it.each(folders)('%s pins one version, by its own module and checksums', (folder) => {
    const mod = readFileSync(join(root, 'tools', folder, 'go.mod'), 'utf8');
    expect(mod.split('\n')[0]).toBe(`module cdk8s-observability/tools/${folder}`);
    expect(pinned(folder)).toMatch(/^v\d+\.\d+\.\d+$/);
    const sum = readFileSync(join(root, 'tools', folder, 'go.sum'), 'utf8');
    for (const { module } of programs.filter((p) => p.folder === folder))
      expect(sum).toContain(`${module} ${pinned(folder)} h1:`);
  });

  it('replaces no module by a directory, which would build what nobody can see', () => {
    const local = folders.filter((folder) =>
      /=> \.{0,2}\//.test(readFileSync(join(root, 'tools', folder, 'go.mod'), 'utf8')),
    );
    expect(local).toEqual([]);
  });

  it('takes all parts of Kubernetes in the version of the whole', () => {
    const mod = readFileSync(join(root, 'tools/kubernetes/go.mod'), 'utf8');
    const parts = [...mod.matchAll(/^replace (k8s\.io\/[\w-]+) => \1 (v\S+)$/gm)].map((m) => m[2]);
    expect(parts.length).toBeGreaterThanOrEqual(30);
    expect([...new Set(parts)]).toEqual([pinned('kubernetes').replace(/^v1\./, 'v0.')]);
  });
});

describe('scripts/tools.mjs refuses', () => {
  it.each([
    ['--fast', '"--fast" is not known; give --minutes=N or nothing'],
    ['--minutes=soon', '"--minutes=soon" is not known; give --minutes=N or nothing'],
    ['tempo', `"tempo" is not known; give one of ${programs.map((p) => p.name).join(', ')}`],
  ])('%s', (word, message) => {
    const script = join(root, 'scripts/tools.mjs');
    const { status, stderr } = spawnSync('node', [script, word], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: `tools: ${message}\n` });
  });
});
