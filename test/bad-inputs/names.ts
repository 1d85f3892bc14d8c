import { k8s } from 'cdk8s-plus-30';
import { Chart, scrapePods, site } from '../../lib/core/index.js';
import { Loki } from '../../lib/loki/index.js';
import { Sample } from '../core/parts.js';
import { testChart } from '../support.js';
import { atSynth, loki, prometheus, type Row } from './row.js';

const named = (id: string) => () => new Loki(testChart(), id);
const inRole = (role: string) => () =>
  new Sample(testChart(), 'a'.repeat(42)).run({ kind: 'StatefulSet', role });
const labelled = (labels: Record<string, string>) => () =>
  new k8s.KubeConfigMap(testChart(), 'own', {
    metadata: { name: 'own', namespace: 'shop', labels },
    data: { a: 'b' },
  });
const dns = 'start with a letter, then lower-case letters, digits and "-"';
const value = 'give at most 63 letters, digits, "-", "_" and "."';
const key = 'give [prefix/]name, the name of at most 63 characters';

/** Two stores of one name: in one namespace or in two. */
const twice = (namespace: string) => () => {
  const chart = testChart();
  const other = new Chart(chart.node.root, 'other', { site: { cluster: 'test' } });
  for (const [i, scope] of [chart, other].entries())
    new k8s.KubeConfigMap(scope, 'own', {
      metadata: { name: 'own', namespace: i === 0 ? 'shop' : namespace },
      data: { a: 'b' },
    });
  return chart;
};

/** A Deployment of one's own beside a Loki. */
const deployed =
  (
    matchLabels: Record<string, string>,
    labels: Record<string, string>,
    namespace = 'observability',
  ) =>
  () => {
    const chart = testChart();
    loki({}, chart);
    new k8s.KubeDeployment(chart, 'own', {
      metadata: { name: 'own', namespace },
      spec: {
        selector: { matchLabels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'own', image: 'own' }] } },
      },
    });
    return chart;
  };

/** One target, told twice: that is once. */
function twiceScraped() {
  const chart = testChart();
  const store = loki({}, chart);
  const scraper = prometheus({}, chart);
  scraper.scrape(store);
  scraper.scrape(store);
  return scraper;
}

export const names: readonly Row[] = [
  {
    row: 18,
    bad: [
      [
        'capitals and an underscore',
        named('Grafana_Main'),
        `chart: component name "Grafana_Main" is not a DNS label of at most 42 characters; ${dns}`,
      ],
      [
        'a digit in front',
        named('2nd-loki'),
        `chart: component name "2nd-loki" is not a DNS label of at most 42 characters; ${dns}`,
      ],
      [
        'a name of 64 characters',
        named('a'.repeat(64)),
        `chart: component name "${'a'.repeat(64)}" is not a DNS label of at most 42 characters; ${dns}`,
      ],
    ],
    near: [
      ['a name of 42 characters', named('a'.repeat(42))],
      ['a digit at the end', named('loki-2')],
    ],
  },
  {
    row: 19,
    bad: [
      [
        'a StatefulSet whose pods could not carry its name',
        inRole('b'.repeat(10)),
        atSynth(
          `chart/${'a'.repeat(42)}/Workload-bbbbbbbbbb/Resource: StatefulSet name "${'a'.repeat(42)}-bbbbbbbbbb" has 53 characters; give at most 52`,
        ),
      ],
    ],
    near: [['one of 52 characters', inRole('b'.repeat(9))]],
  },
  {
    row: 20,
    bad: [
      [
        'words as a label',
        labelled({ team: 'my team' }),
        atSynth(`chart/own: label team "my team" is not a label value; ${value}`),
      ],
      [
        'a label of 64 characters',
        labelled({ team: 'a'.repeat(64) }),
        atSynth(`chart/own: label team "${'a'.repeat(64)}" is not a label value; ${value}`),
      ],
      [
        'a key with two slashes',
        labelled({ 'example.com/shop/team': 'a' }),
        atSynth(`chart/own: label key "example.com/shop/team" is malformed; ${key}`),
      ],
      [
        'pods by such a label',
        () => scrapePods({ job: 'a', namespace: 'a', labels: { app: 'my app' }, port: 80 }),
        `job "a": labels {"app":"my app"} has app "my app", which is not a label value; ${value}`,
      ],
      [
        'nodes by such a label',
        () => loki({ nodeSelector: { 'a/b/c': 'd' } }),
        `chart/loki: nodeSelector {"a/b/c":"d"} has "a/b/c", which is not the key of a label; ${key}`,
      ],
      [
        'the same in a site file',
        () => site({ cluster: 'test', nodeSelector: { pool: 'the big one' } }),
        `site: nodeSelector {"pool":"the big one"} has pool "the big one", which is not a label value; ${value}`,
      ],
    ],
    near: [
      ['a label of 63, and an empty one', labelled({ team: 'a'.repeat(63), 'example.com/x': '' })],
      ['nodes by a label', () => loki({ nodeSelector: { 'example.com/pool': 'big_1.0' } })],
    ],
  },
  {
    row: 21,
    bad: [
      [
        'one object from two charts',
        twice('shop'),
        atSynth(
          'other/own: ConfigMap "own" is made by chart/own as well; give one of the components another name',
        ),
      ],
    ],
    near: [
      ['one name in two namespaces', twice('till')],
      ['one target, told twice', twiceScraped],
    ],
  },
  {
    row: 22,
    bad: [
      [
        'a workload that does not select its own pods',
        deployed({ app: 'shop' }, { app: 'till' }),
        atSynth(
          'chart/own: selector app=shop is not among the labels of its pods; give them that label',
        ),
      ],
      [
        'a workload that selects the pods of another',
        deployed({ 'app.kubernetes.io/name': 'loki' }, { 'app.kubernetes.io/name': 'loki' }),
        atSynth(
          'chart/own: selector app.kubernetes.io/name=loki finds the pods of chart/loki/Workload/Resource as well; give each a label of its own',
        ),
      ],
      [
        'two workloads of one component, one without a role',
        () => {
          const sample = new Sample(testChart());
          sample.run({ role: 'write' });
          sample.run();
        },
        'chart/sample: workload "sample" has no role and is one of several; give each a role: their selectors overlap without',
      ],
    ],
    near: [
      ['a label more than the selector', deployed({ app: 'shop' }, { app: 'shop', tier: 'web' })],
      [
        'the same selector in another namespace',
        deployed(
          { 'app.kubernetes.io/name': 'loki' },
          { 'app.kubernetes.io/name': 'loki' },
          'shop',
        ),
      ],
    ],
  },
];
