import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { toYamlStream } from '../../lib/model/yaml.js';
import { stackFiles } from './house.js';

const dist = readdirSync('dist', { recursive: true }).map(String).sort();

describe('what is committed', () => {
  it('is listed whole by kustomization.yaml', () => {
    const { resources } = load(readFileSync('kustomization.yaml', 'utf8')) as {
      resources: string[];
    };
    expect(resources).toEqual(dist.map((file) => `dist/${file}`));
    expect(dist.length).toBeGreaterThanOrEqual(5);
  });

  it('is what the code makes', () => {
    const files = stackFiles();
    expect(dist).toEqual(files.map((f) => f.file));
    for (const { file, objects } of files)
      expect(readFileSync(`dist/${file}`, 'utf8')).toBe(
        toYamlStream(objects.map((o) => o.manifest)),
      );
  });
});
