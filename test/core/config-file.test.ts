import { describe, expect, it } from 'vitest';
import { ConfigFile, type ConfigFileProps } from '../../lib/core/index.js';
import { inventory, objectOf, objectsOf, testChart } from '../support.js';
import { Sample } from './parts.js';

const withFile = (props: Partial<ConfigFileProps>) => {
  const chart = testChart();
  const sample = new Sample(chart);
  const file = new ConfigFile(sample, 'config', {
    file: 'a.yaml',
    content: () => 'a: 1\n',
    whenChanged: 'reload',
    ...props,
  });
  return { chart, sample, file };
};
const annotationsOf = (props: Partial<ConfigFileProps>) => {
  const { chart, sample, file } = withFile(props);
  sample.run().mount(file, '/etc/config');
  return objectOf(chart, 'Deployment', 'sample').spec.template.metadata.annotations;
};
const flux = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };

describe('a config file', () => {
  it('is a ConfigMap of its component, with the labels of that', () => {
    const { chart } = withFile({ labels: { extra: 'yes' } });
    expect(objectOf(chart, 'ConfigMap', 'sample-config')).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'sample-config',
        namespace: 'observability',
        labels: {
          'app.kubernetes.io/name': 'sample',
          'app.kubernetes.io/instance': 'sample',
          'app.kubernetes.io/part-of': 'observability',
          'app.kubernetes.io/managed-by': 'cdk8s',
          extra: 'yes',
        },
      },
      data: { 'a.yaml': 'a: 1\n' },
    });
  });

  it('may have a name of its own', () => {
    expect(inventory(withFile({ name: 'mine' }).chart)).toEqual(['ConfigMap mine']);
  });

  it('is not written where nothing filled it', () => {
    expect(inventory(withFile({ content: () => '' }).chart)).toEqual([]);
  });

  it('is rendered once, after all wiring', () => {
    const lines = ['early'];
    let times = 0;
    const content = () => {
      times += 1;
      return lines.join(' ');
    };
    const { chart, sample, file } = withFile({ content, whenChanged: 'restart' });
    sample.run().mount(file, '/etc/config');
    lines.push('late');
    expect(objectOf(chart, 'ConfigMap', 'sample-config').data).toEqual({ 'a.yaml': 'early late' });
    expect(times).toBe(1);
  });
});

describe('a change of it', () => {
  it('replaces the pods of a process that would not notice', () => {
    const at = (text: string) => annotationsOf({ content: () => text, whenChanged: 'restart' });
    expect(at('a')).toEqual({ 'checksum/sample-config': 'ca978112ca1bbdca' });
    expect(at('b')).not.toEqual(at('a'));
  });

  it('leaves the pods of one that does', () => {
    expect(annotationsOf({ whenChanged: 'reload' })).toBeUndefined();
  });
});

describe('Flux is kept away', () => {
  it.each([
    ['replacement: ${1}', flux],
    ['${', flux],
    ['replacement: $1', undefined],
    ['cost: $ {5}', undefined],
  ])('from %s', (text, annotations) => {
    const { chart } = withFile({ content: () => text });
    const { metadata } = objectOf(chart, 'ConfigMap', 'sample-config');
    expect(metadata.annotations).toEqual(annotations);
  });
});

describe('an error while it is rendered', () => {
  it('is told once, in its own words, with what else is wrong', () => {
    const content = () => {
      throw new Error('loki: rule "x" is malformed; mend it');
    };
    const { chart, sample, file } = withFile({ content, whenChanged: 'restart' });
    for (const role of ['read', 'write']) sample.run({ role }).mount(file, '/etc/config');
    sample.node.addValidation({ validate: () => ['chart/sample: it is alone; give it a friend'] });
    expect(() => objectsOf(chart)).toThrow(
      new Error(
        '2 errors, nothing was written\n  chart/sample: it is alone; give it a friend\n  loki: rule "x" is malformed; mend it',
      ),
    );
  });

  it('is told even if it is no Error', () => {
    const { chart } = withFile({
      content: () => {
        throw 'a word';
      },
    });
    expect(() => objectsOf(chart)).toThrow(new Error('1 error, nothing was written\n  a word'));
  });
});
