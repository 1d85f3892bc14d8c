import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { toYamlStream } from '../../lib/model/yaml.js';
import { type OfSystems, type SystemName, systemNames, systems } from './house.js';

/** Where each system is committed. */
const folders: OfSystems<string> = { stack: '.', 'severed-blog': 'examples/severed-blog' };

const distOf = (system: SystemName): readonly string[] =>
  readdirSync(join(folders[system], 'dist'), { recursive: true }).map(String).sort();

describe.each(systemNames)('what is committed of %s', (system) => {
  const dist = distOf(system);

  it('is listed whole by kustomization.yaml', () => {
    const { resources } = load(
      readFileSync(join(folders[system], 'kustomization.yaml'), 'utf8'),
    ) as {
      resources: string[];
    };
    expect(resources).toEqual(dist.map((file) => `dist/${file}`));
    expect(dist.length).toBeGreaterThanOrEqual(5);
  });

  it('is what the code makes', () => {
    const files = systems[system];
    expect(dist).toEqual(files.map((f) => f.file));
    for (const { file, objects } of files)
      expect(readFileSync(join(folders[system], 'dist', file), 'utf8')).toBe(
        toYamlStream(objects.map((o) => o.manifest)),
      );
  });
});
