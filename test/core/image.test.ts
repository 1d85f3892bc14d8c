import { describe, expect, it } from 'vitest';
import { imageReference } from '../../lib/core/image.js';
import { type Image, images, parseImage } from '../../lib/core/index.js';

const digest = `sha256:${'0'.repeat(64)}`;

describe('an image', () => {
  const taken: readonly (readonly [string, Image])[] = [
    [
      'docker.io/grafana/loki:3.7.8',
      { registry: 'docker.io', repository: 'grafana/loki', tag: '3.7.8' },
    ],
    [
      `quay.io/a/b_c.d-e:v1@${digest}`,
      { registry: 'quay.io', repository: 'a/b_c.d-e', tag: 'v1', digest },
    ],
    [
      'registry.example.com:5000/a:1',
      { registry: 'registry.example.com:5000', repository: 'a', tag: '1' },
    ],
    ['localhost/a:1', { registry: 'localhost', repository: 'a', tag: '1' }],
    ['localhost:5000/a:1', { registry: 'localhost:5000', repository: 'a', tag: '1' }],
    ['registry:5000/a/b:1', { registry: 'registry:5000', repository: 'a/b', tag: '1' }],
    ['docker.io/a:latest-1', { registry: 'docker.io', repository: 'a', tag: 'latest-1' }],
  ];
  it.each(taken)('is read from %s, and written as it was', (text, image) => {
    expect(parseImage('loki', text)).toEqual(image);
    expect(imageReference(image)).toBe(text);
  });

  it('comes from a mirror with the same path, tag and digest', () => {
    const image = parseImage('loki', `docker.io/grafana/loki:3.7.8@${digest}`);
    expect(imageReference(image, 'mirror.example.com:5000/cache')).toBe(
      `mirror.example.com:5000/cache/grafana/loki:3.7.8@${digest}`,
    );
  });

  it.each([
    '',
    'loki',
    'grafana/loki:3.7.8',
    'docker.io/grafana/loki',
    'docker.io/grafana/loki:',
    'docker.io/grafana/loki:latest',
    `docker.io/grafana/loki@${digest}`,
    'docker.io/grafana/loki:3.7.8@sha256:0',
    'docker.io/Grafana/loki:3.7.8',
    'docker.io/grafana/lo ki:3.7.8',
    'https://docker.io/grafana/loki:3.7.8',
    'docker.io/grafana/loki:3.7.8 ',
  ])('is refused as "%s"', (text) => {
    expect(() => parseImage('chart/loki', text)).toThrow(
      new Error(
        `chart/loki: image "${text}" is not pinned; give registry/repository:tag[@sha256:…], never "latest"`,
      ),
    );
  });

  it.each(Object.entries(images))('%s of this library could have been written so', (_, image) => {
    expect(parseImage('images', imageReference(image))).toEqual(image);
  });
});
