import { readFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Chart, SecretRef, type SiteProps, summary } from '../lib/core/index.js';
import { ExternalSecrets, type ExternalSecretsProps } from '../lib/external-secrets/index.js';
import { Sample } from './core/parts.js';
import { oneFault, synth } from './grafana-parts.js';
import { reader, written } from './secrets-parts.js';
import { inventory, objectOf, testChart } from './support.js';

const props: ExternalSecretsProps = {
  store: { kind: 'ClusterSecretStore', name: 'vault' },
  remote: ({ name, key }) => ({ key: `observability/${name}`, property: key }),
};
const made = (chart: Chart, over: Partial<ExternalSecretsProps> = {}): ExternalSecrets =>
  new ExternalSecrets(chart, 'external-secrets', { ...props, ...over });

/** The part of the synth summary about Secrets, which is its last. */
const secretsOf = (chart: Chart): string =>
  /Secrets that must exist\n.*/s.exec(summary([{ file: 'f', chart, objects: [] }]))?.[0] ?? '?';

describe('renders its config', () => {
  it('as an ExternalSecret with every key that is read', async () => {
    const chart = testChart();
    made(chart);
    reader(chart);
    await expect(written(chart, 'ExternalSecret')).toMatchFileSnapshot(
      'golden/external-secrets/grafana-secrets.yaml',
    );
  });

  it('from a store of the namespace, asked as often as is said, by version', () => {
    const chart = testChart();
    made(chart, {
      store: { kind: 'SecretStore', name: 'team' },
      refresh: Duration.minutes(15),
      remote: ({ namespace, name, key }) => ({ key: `${namespace}/${name}/${key}`, version: '2' }),
    });
    reader(chart);
    const { spec } = objectOf(chart, 'ExternalSecret', 'grafana-secrets');
    expect(spec.secretStoreRef).toEqual({ kind: 'SecretStore', name: 'team' });
    expect(spec.refreshInterval).toBe('15m');
    expect(spec.data[0].remoteRef).toMatchObject({
      key: 'observability/grafana-secrets/admin-password',
      version: '2',
    });
  });
});

describe('offers', () => {
  it('Secrets in the namespace of each reader, read by components of any chart, before or after it', () => {
    const chart = testChart();
    reader(chart);
    made(chart);
    const site: SiteProps = { cluster: 'test' };
    const agent = new Sample(new Chart(chart.node.root, 'other', { site }), 'agent', {}, true);
    agent.run().env('TOKEN', { secret: new SecretRef('push', 'token') });
    const secrets = inventory(chart).filter((name) => name.startsWith('ExternalSecret'));
    expect(secrets).toEqual(['ExternalSecret grafana-secrets', 'ExternalSecret push']);
    expect(objectOf(chart, 'ExternalSecret', 'push').metadata.namespace).toBe('observability-node');
  });

  it('nothing to other clusters of the app', () => {
    const chart = testChart();
    made(chart);
    reader(chart);
    reader(new Chart(chart.node.root, 'other', { site: { cluster: 'other', namespace: 'other' } }));
    expect(inventory(chart).filter((name) => name.startsWith('ExternalSecret'))).toHaveLength(1);
  });
});

describe('derives', () => {
  it('the line of the synth summary, in place of the one that creates the Secret', () => {
    const chart = testChart();
    made(chart, {
      remote: (secret) => (secret.name === 'push' ? undefined : props.remote(secret)),
    });
    reader(chart).workloads[0]?.env('TOKEN', { secret: new SecretRef('push', 'token') });
    expect(summary([{ file: 'f', chart, objects: [] }])).toContain(
      [
        'Secrets that must exist',
        '  kubectl --namespace observability create secret generic push --from-literal=token=…',
        '  observability/grafana-secrets: admin-password, admin-user: by an ExternalSecret, from ClusterSecretStore vault',
        '',
      ].join('\n'),
    );
  });

  it('that the site need not name what is delivered', () => {
    const chart = testChart({ secrets: {} });
    made(chart);
    reader(chart);
    expect(synth(chart)).not.toThrow();
  });

  it('no network policy: who asks the store runs elsewhere', () => {
    const chart = testChart();
    made(chart);
    reader(chart);
    expect(inventory(chart).filter((name) => name.startsWith('NetworkPolicy'))).toEqual([
      'NetworkPolicy grafana',
    ]);
  });
});

describe('is documented', () => {
  it('by what it writes, and by the line of the summary', () => {
    const page = readFileSync('docs/secrets.md', 'utf8');
    const chart = testChart();
    reader(chart);
    expect(page).toContain(secretsOf(chart));
    made(chart);
    expect(page).toContain(secretsOf(chart));
    expect(page).toContain(written(chart, 'ExternalSecret').trimStart());
  });
});

describe('refuses', () => {
  it('to deliver nothing', () => {
    const chart = testChart();
    made(chart);
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/external-secrets: delivers nothing, as nothing that is read has a place in the store; give remote, or leave it out',
      ),
    );
  });

  const remotes: readonly (readonly [string, ExternalSecretsProps['remote'], string])[] = [
    [
      'half a Secret',
      ({ key }) => (key === 'admin-user' ? { key } : undefined),
      'chart/external-secrets: remote says nothing of key "admin-password" of secret "observability/grafana-secrets"; a Secret comes as a whole: give all of its keys, or none',
    ],
    [
      'a place without a name',
      ({ key }) => ({ key: key === 'admin-user' ? ' ' : key }),
      'chart/external-secrets: remote of "observability/grafana-secrets": key " " is not a text; give a string that is not empty',
    ],
  ];
  it.each(remotes)('%s', (_, remote, message) => {
    const chart = testChart();
    made(chart, { remote });
    reader(chart);
    expect(synth(chart)).toThrow(oneFault(message));
  });

  it('the same Secret from two stores', () => {
    const chart = testChart();
    made(chart);
    new ExternalSecrets(chart, 'more', props);
    reader(chart);
    expect(synth(chart)).toThrow(
      oneFault(
        'chart/more: ExternalSecret "grafana-secrets" is made by chart/external-secrets as well; give one of the components another name',
      ),
    );
  });

  const untyped: readonly (readonly [string, object, string])[] = [
    [
      'no store',
      { store: undefined },
      'chart/external-secrets: store is missing; it has no default',
    ],
    [
      'a store of no kind',
      { store: { kind: 'Vault', name: 'vault' } },
      'chart/external-secrets: store: kind "Vault" is not one of the choices; choices: ClusterSecretStore, SecretStore',
    ],
    [
      'a place that is not asked for',
      { remote: { key: 'a' } },
      'chart/external-secrets: remote {"key":"a"} is not a function; give a function',
    ],
    [
      'a refresh that never rests',
      { refresh: Duration.millis(10) },
      'chart/external-secrets: refresh "10 millis" is shorter than 1 second; give 1 second or more',
    ],
  ];
  it.each(untyped)('%s, from a caller without types', (_, over, message) => {
    expect(() => made(testChart(), over)).toThrow(new Error(message));
  });
});
