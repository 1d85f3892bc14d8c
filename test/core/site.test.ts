import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseSite, platform, type SiteProps, site, siteSchema } from '../../lib/core/index.js';

/** Facts as from a file, which no compiler looked at. */
const told = (facts: unknown): SiteProps => JSON.parse(JSON.stringify(facts));
const given = (facts: object) => () => site(told({ cluster: 'test', ...facts }));

it('a site of one fact has the defaults of the house', () => {
  expect(site({ cluster: 'prod-1' })).toEqual({
    cluster: 'prod-1',
    platform: platform('generic'),
    namespace: 'observability',
    nodeNamespace: 'observability-node',
    clusterDomain: 'cluster.local',
    nodeSelector: {},
    tolerations: [],
    pullSecrets: [],
    tuning: [],
    apiServerCidrs: [],
    nodeCidrs: [],
    outsideCidrs: [],
  });
});

it('a site that was completed stays as it is', () => {
  const once = site({
    cluster: 'a',
    proxy: { url: 'http://proxy:3128' },
    caBundle: { configMap: 'ca' },
  });
  expect(once.proxy).toEqual({ url: 'http://proxy:3128', noProxy: [] });
  expect(once.caBundle).toEqual({ configMap: 'ca', key: 'ca.crt' });
  expect(site(once)).toEqual(once);
});

const label = 'is not a DNS label; give at most 63 lower-case letters, digits and "-"';
const objectName = 'is not a Kubernetes name; give lower-case letters, digits, "-" and "."';
const cidr = 'is not a CIDR; give an address and a prefix length, as in 192.0.2.0/24';
const proxy = 'is not the URL of a proxy; give http://host:port, without a user';
const registry = 'is not a registry; give host[:port][/path], without https://';
const refusals: readonly (readonly [object, string])[] = [
  [{ cluster: undefined }, 'cluster is missing; it has no default'],
  [{ cluster: null }, 'cluster null is of the wrong type; give a string'],
  [{ cluster: 'Prod 1' }, `cluster "Prod 1" ${label}`],
  [{ namespace: 'a'.repeat(64) }, `namespace "${'a'.repeat(64)}" ${label}`],
  [{ nodeNamespace: 'a.b' }, `nodeNamespace "a.b" ${label}`],
  [{ namepsace: 'a' }, '"namepsace" is not a known fact; did you mean "namespace"?'],
  [{ colour: 'red' }, '"colour" is not a known fact; leave it out'],
  [
    { platform: 'doks' },
    'platform "doks" is not a Platform; give platform(\'generic\') or another',
  ],
  [
    { clusterDomain: 'cluster.local.' },
    'clusterDomain "cluster.local." is not a domain; give one as in cluster.local, without a dot at an end',
  ],
  [{ storageClass: 'Fast' }, `storageClass "Fast" ${objectName}`],
  [{ priorityClass: 'a_b' }, `priorityClass "a_b" ${objectName}`],
  [{ pullSecrets: ['a', 'B'] }, `pullSecrets.1 "B" ${objectName}`],
  [{ pullSecrets: 'a' }, 'pullSecrets "a" is of the wrong type; give an array'],
  [{ nodeSelector: ['a'] }, 'nodeSelector ["a"] is of the wrong type; give a record'],
  [{ nodeSelector: { pool: 1 } }, 'nodeSelector.pool 1 is of the wrong type; give a string'],
  [
    { tolerations: [{ key: 'a', operator: 'exists' }] },
    'tolerations.0.operator "exists" is not one of the choices; choices: Exists, Equal',
  ],
  [
    { tolerations: [{ key: 'a', efect: 'NoSchedule' }] },
    '"tolerations.0.efect" is not a known fact; did you mean "effect"?',
  ],
  [
    { tolerations: [{ tolerationSeconds: 1.5 }] },
    'tolerations.0.tolerationSeconds 1.5 is of the wrong type; give an int',
  ],
  [{ affinity: 'zone' }, 'affinity "zone" is not an affinity; see the docs of SiteProps'],
  [{ registryMirror: 'https://mirror' }, `registryMirror "https://mirror" ${registry}`],
  [{ registryMirror: 'mirror/' }, `registryMirror "mirror/" ${registry}`],
  [{ nodeCidrs: ['10.0.0.0/8', '10.0.0.0/33'] }, `nodeCidrs.1 "10.0.0.0/33" ${cidr}`],
  [{ apiServerCidrs: ['10.0.0.1'] }, `apiServerCidrs.0 "10.0.0.1" ${cidr}`],
  [{ outsideCidrs: ['example.com'] }, `outsideCidrs.0 "example.com" ${cidr}`],
  [{ proxy: { url: 'proxy:3128' } }, `proxy.url "proxy:3128" ${proxy}`],
  [{ proxy: { url: 'http://joe:pw@proxy' } }, `proxy.url "http://joe:pw@proxy" ${proxy}`],
  [{ proxy: {} }, 'proxy.url is missing; it has no default'],
  [
    { proxy: { url: 'http://proxy', noproxy: [] } },
    '"proxy.noproxy" is not a known fact; did you mean "noProxy"?',
  ],
  [{ caBundle: { configMap: 'A' } }, `caBundle.configMap "A" ${objectName}`],
];

describe('a site refuses', () => {
  it.each(refusals)('%j', (facts, message) => {
    expect(given(facts)).toThrow(new Error(`site: ${message}`));
  });

  it('what is no site at all', () => {
    expect(() => site(told(5))).toThrow(new Error('site: 5 is not a set of facts; give an object'));
  });
});

describe('a site takes', () => {
  it.each([
    [{ cluster: 'a'.repeat(63) }],
    [{ cluster: '1' }],
    [{ clusterDomain: 'k8s.example.com' }],
    [{ storageClass: 'ebs.csi-gp3' }],
    [{ pullSecrets: ['registry.example.com'] }],
    [{ nodeSelector: { 'node.kubernetes.io/pool': '' } }],
    [{ tolerations: [{}, { operator: 'Exists' }, { key: 'a', value: 'b', tolerationSeconds: 0 }] }],
    [{ registryMirror: 'mirror' }],
    [{ registryMirror: 'mirror.example.com:5000/cache/a_b' }],
    [{ nodeCidrs: ['10.0.0.0/8', '2001:db8::/32', '10.0.0.1/32'] }],
    [{ proxy: { url: 'https://proxy.example.com/' } }],
    [{ proxy: { url: 'http://[2001:db8::1]:3128', noProxy: ['10.0.0.0/8'] } }],
  ])('%j', (facts) => {
    expect(given(facts)()).toMatchObject(facts);
  });
});

describe('a site with facts of its own', () => {
  const schema = z.extend(siteSchema, {
    sizes: z.prefault(z.strictObject({ logs: z._default(z.number(), 5) }), {}),
  });
  const parse = (facts: object) => () => parseSite(schema, { cluster: 'test', ...facts });

  it('completes them', () => {
    expect(parse({})().sizes).toEqual({ logs: 5 });
  });

  it.each([
    [{ size: {} }, '"size" is not a known fact; did you mean "sizes"?'],
    [{ sizes: { log: 1 } }, '"sizes.log" is not a known fact; did you mean "logs"?'],
    [{ sizes: { logs: '5' } }, 'sizes.logs "5" is of the wrong type; give a number'],
  ])('refuses %j', (facts, message) => {
    expect(parse(facts)).toThrow(new Error(`site: ${message}`));
  });
});
