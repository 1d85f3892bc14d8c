import { describe, expect, it } from 'vitest';
import { type Chart, summary } from '../lib/core/index.js';
import { ExternalSecrets } from '../lib/external-secrets/index.js';
import { SealedSecrets, type SealOptions } from '../lib/sealed-secrets/index.js';
import { oneFault, synth } from './grafana-parts.js';
import { reader, sealedValue, written } from './secrets-parts.js';
import { objectOf, testChart } from './support.js';

const both = { 'admin-user': sealedValue, 'admin-password': sealedValue };

function sealed(chart: Chart, options?: SealOptions): SealedSecrets {
  const secrets = new SealedSecrets(chart, 'sealed-secrets');
  secrets.deliver('grafana-secrets', both, options);
  return secrets;
}

describe('renders its config', () => {
  it('as a SealedSecret with the ciphertext as it was given', async () => {
    const chart = testChart();
    reader(chart);
    sealed(chart);
    await expect(written(chart, 'SealedSecret')).toMatchFileSnapshot(
      'golden/sealed-secrets/grafana-secrets.yaml',
    );
  });

  it.each(['namespace-wide', 'cluster-wide'] as const)(
    'sealed %s, as the annotations say',
    (scope) => {
      const chart = testChart();
      reader(chart, 'grafana', { namespace: 'shop' });
      sealed(chart, { namespace: 'shop', scope });
      const { metadata, spec } = objectOf(chart, 'SealedSecret', 'grafana-secrets');
      expect(metadata.namespace).toBe('shop');
      for (const { annotations } of [metadata, spec.template.metadata])
        expect(annotations).toEqual({ [`sealedsecrets.bitnami.com/${scope}`]: 'true' });
    },
  );
});

describe('offers', () => {
  it('values sealed for keys of any usual length', () => {
    const secrets = new SealedSecrets(testChart(), 'sealed-secrets');
    for (const bytes of [256, 384, 512, 1024]) {
      const value = Buffer.alloc(2 + bytes + 16);
      value.writeUInt16BE(bytes);
      secrets.deliver(`of-${bytes}`, { key: value.toString('base64') });
    }
    expect(secrets.secretsDelivered().map(({ name }) => name)).toEqual([
      'of-1024',
      'of-256',
      'of-384',
      'of-512',
    ]);
  });
});

describe('derives', () => {
  it('the line of the synth summary, in place of the one that creates the Secret', () => {
    const chart = testChart();
    reader(chart);
    sealed(chart);
    expect(summary([{ file: 'f', chart, objects: [] }])).toContain(
      'Secrets that must exist\n  observability/grafana-secrets: admin-password, admin-user: by a SealedSecret\n',
    );
  });
});

describe('refuses', () => {
  const plain: readonly (readonly [string, string, string])[] = [
    ['a plain value', 'hunter2', 'is not base64'],
    ['nothing', '', 'is not a text'],
    ['a plain value in base64', 'aHVudGVyMmh1bnRlcjI=', 'does not begin as a sealed value does'],
    ['a value in base64 of two lines', `${sealedValue}\n`, 'is not base64'],
    ['half a value', sealedValue.slice(0, 320), 'is cut off'],
  ];
  it.each(plain)('%s, and does not repeat it', (_, value, fault) => {
    const secrets = new SealedSecrets(testChart(), 'sealed-secrets');
    expect(() => secrets.deliver('grafana-secrets', { password: value })).toThrow(
      new Error(
        `chart/sealed-secrets: secret "grafana-secrets" key "password" ${fault}; give what "kubeseal --raw" prints, never the value itself`,
      ),
    );
  });

  it('a Secret without values, and one sealed twice', () => {
    const secrets = sealed(testChart());
    expect(() => secrets.deliver('other', {})).toThrow(
      new Error(
        'chart/sealed-secrets: secret "other" has no sealed values; give them by their keys',
      ),
    );
    expect(() => secrets.deliver('grafana-secrets', both)).toThrow(
      new Error(
        'chart/sealed-secrets: secret "observability/grafana-secrets" is sealed twice; give all of its keys at once',
      ),
    );
  });

  it('a scope that is none', () => {
    const options: SealOptions = JSON.parse('{ "scope": "cluster" }');
    expect(() => sealed(testChart(), options)).toThrow(
      new Error(
        'chart/sealed-secrets: secret "grafana-secrets": scope "cluster" is not one of the choices; choices: strict, namespace-wide, cluster-wide',
      ),
    );
  });

  it('a key that nobody reads, and one that is read and not sealed', () => {
    const chart = testChart();
    reader(chart);
    new SealedSecrets(chart, 'sealed-secrets').deliver('grafana-secrets', {
      'admin-user': sealedValue,
      password: sealedValue,
    });
    expect(synth(chart)).toThrow(
      new Error(
        [
          '2 errors, nothing was written',
          'chart/sealed-secrets: key "admin-password" of secret "observability/grafana-secrets" is read, and not sealed; seal it as well: pods that read it cannot start',
          'chart/sealed-secrets: key "password" of secret "observability/grafana-secrets" is read by nobody; read are: admin-password, admin-user',
        ].join('\n  '),
      ),
    );
  });

  it('a Secret that nobody reads', () => {
    const chart = testChart();
    new SealedSecrets(chart, 'sealed-secrets').deliver('grafana', { password: sealedValue });
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/sealed-secrets: key "password" of secret "observability/grafana" is read by nobody; look at its name and namespace',
      ),
    );
  });

  it('to deliver nothing', () => {
    const chart = testChart();
    new SealedSecrets(chart, 'sealed-secrets');
    expect(synth(chart)).toThrow(
      oneFault('chart/sealed-secrets: delivers nothing; call deliver(…), or leave it out'),
    );
  });

  it('a Secret that comes from a store as well', () => {
    const chart = testChart();
    reader(chart);
    sealed(chart);
    new ExternalSecrets(chart, 'external-secrets', {
      store: { kind: 'ClusterSecretStore', name: 'vault' },
      remote: ({ key }) => ({ key }),
    });
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/sealed-secrets: secret "observability/grafana-secrets" is delivered by chart/external-secrets as well; leave it out of one',
      ),
    );
  });
});
