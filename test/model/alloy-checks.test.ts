import { expect, test } from 'vitest';
import { alloyText, block, call, component, expr, type Statement } from '../../lib/model/alloy.js';
import { alloyConfig } from '../../lib/model/alloy-printer.js';

const write = component('loki.write', 'loki');
const toLoki = { forward_to: [write.export('receiver')] };

function processor(label: string, ...to: readonly string[]): Statement {
  const receivers = to.map((name) => component('loki.process', name).export('receiver'));
  return component('loki.process', label, { forward_to: receivers });
}

test.each<[string, readonly Statement[], string]>([
  [
    'a reference to a component that is not in the config',
    [component('loki.process', 'pods', toLoki)],
    'alloy loki.process.pods: reference "loki.write.loki.receiver" points at a component that is not in the config; add that component',
  ],
  [
    'such a reference deep inside',
    [
      component('loki.process', 'pods', {}, [
        block('stage.a', {}, [block('stage.b', { c: [{ d: call('coalesce', toLoki) }] })]),
      ]),
    ],
    'alloy loki.process.pods: reference "loki.write.loki.receiver" points at a component that is not in the config; add that component',
  ],
  [
    'two components of one name and label',
    [write, component('loki.write', 'loki')],
    'alloy config: block "loki.write.loki" is given twice; give it once, or each a label of its own',
  ],
  [
    'a setting given twice',
    [block('logging'), block('logging')],
    'alloy config: block "logging" is given twice; give it once, or each a label of its own',
  ],
  [
    'a label that is not an identifier',
    [component('loki.write', 'my-loki')],
    'alloy loki.write: label "my-loki" is not an identifier; use letters, digits and underscores, with no digit first',
  ],
  [
    'an attribute that is not an identifier',
    [component('loki.write', 'loki', {}, [block('endpoint', { 'batch-wait': '1s' })])],
    'alloy loki.write.loki endpoint: attribute "batch-wait" is not an identifier; use letters, digits and underscores, with no digit first',
  ],
  [
    'a block name that is not made of identifiers',
    [component('loki.process', 'pods', {}, [block('stage.')])],
    'alloy loki.process.pods stage.: block name "stage." is not an identifier; use letters, digits and underscores, with no digit first',
  ],
  [
    'lines sent to what takes samples',
    [
      component('prometheus.remote_write', 'metrics'),
      component('loki.process', 'pods', {
        forward_to: [component('prometheus.remote_write', 'metrics').export('receiver')],
      }),
    ],
    'alloy loki.process.pods: forward_to "prometheus.remote_write.metrics.receiver" does not take what it sends; point at the receiver of a loki component',
  ],
  [
    'rules taken for a receiver',
    [
      component('loki.relabel', 'pods'),
      component('loki.source.api', 'push', {
        forward_to: [component('loki.relabel', 'pods').export('rules')],
      }),
    ],
    'alloy loki.source.api.push: forward_to "loki.relabel.pods.rules" does not take what it sends; point at the receiver of a loki component',
  ],
  [
    'rules taken for targets',
    [
      component('discovery.relabel', 'pods'),
      component('prometheus.scrape', 'pods', {
        targets: component('discovery.relabel', 'pods').export('rules'),
      }),
    ],
    'alloy prometheus.scrape.pods: targets "discovery.relabel.pods.rules" are none; point at the targets or the output of a component',
  ],
  [
    'a component that feeds itself',
    [processor('a', 'a')],
    'alloy config: references "loki.process.a -> loki.process.a" form a circle, which Alloy does not load; take one of them away',
  ],
  [
    'a longer circle, named without the way to it',
    [processor('in', 'a'), processor('a', 'b'), processor('b', 'c'), processor('c', 'a')],
    'alloy config: references "loki.process.a -> loki.process.b -> loki.process.c -> loki.process.a" form a circle, which Alloy does not load; take one of them away',
  ],
  [
    'the write-ahead log of loki.write',
    [component('loki.write', 'loki', {}, [block('wal', { enabled: true })])],
    'alloy loki.write.loki: "wal" is experimental in Alloy; leave it out and set max_backoff_retries = 0 in the endpoint, which keeps each batch until it is taken',
  ],
  [
    'the queue of loki.write',
    [component('loki.write', 'loki', {}, [block('endpoint', {}, [block('queue_config')])])],
    'alloy loki.write.loki: "queue_config" is experimental in Alloy; leave it out and set max_backoff_retries = 0 in the endpoint, which keeps each batch until it is taken',
  ],
  [
    'an experimental attribute',
    [component('prometheus.scrape', 'pods', { honor_metadata: true })],
    'alloy prometheus.scrape.pods: "honor_metadata" is experimental in Alloy; leave it out',
  ],
  [
    'a number that has no notation',
    [block('logging', { x: [Number.NaN] })],
    'alloy logging x: number "NaN" has no notation in Alloy; give a finite number',
  ],
  [
    'half a character',
    [block('logging', {}, [block('inner', { x: '\ud83d' })])],
    'alloy logging inner x: string "\\ud83d" holds half a surrogate pair, which is no character; give whole characters',
  ],
  [
    'a key that needs an escape',
    [block('logging', { x: { 'a"b': 1 } })],
    'alloy logging x: object key "a\\"b" is empty or needs an escape, which Alloy does not read in keys; use printable characters without quote and backslash',
  ],
  [
    'an empty key',
    [block('logging', { x: { '': 1 } })],
    'alloy logging x: object key "" is empty or needs an escape, which Alloy does not read in keys; use printable characters without quote and backslash',
  ],
])('a config refuses %s', (_, statements, message) => {
  expect(() => alloyConfig(statements)).toThrow(new Error(message));
});

test.each<[string, () => unknown, string]>([
  [
    'an expression of two lines',
    () => expr('1 +\n2'),
    'alloy expr: "1 +\\n2" has a line break, a tab or a brace; write it on one line, objects as values of their own',
  ],
  [
    'an expression with an object',
    () => expr('{a = 1}'),
    'alloy expr: "{a = 1}" has a line break, a tab or a brace; write it on one line, objects as values of their own',
  ],
  [
    'an expression that names a component',
    () => expr('loki.write.loki.receiver'),
    'alloy expr: "loki.write.loki.receiver" names a loki.write component; pass what that block\'s export() returns instead',
  ],
  [
    'raw text without text',
    () => alloyText(' \n'),
    'alloy text: " \\n" holds no configuration; leave it out',
  ],
])('refuses %s', (_, make, message) => {
  expect(make).toThrow(new Error(message));
});

test.each<[string, readonly Statement[]]>([
  [
    'the write-ahead log of metrics',
    [component('prometheus.remote_write', 'a', {}, [block('wal')])],
  ],
  [
    'an experimental attribute left out',
    [component('prometheus.scrape', 'a', { honor_metadata: undefined })],
  ],
  ['labels with digits and underscores', [component('loki.echo', '_1a')]],
  ['one label under two names', [component('loki.echo', 'a'), component('local.file', 'a')]],
  ['two ways to one component', [processor('a', 'b', 'c'), processor('b', 'c'), processor('c')]],
  [
    'an equal component built twice',
    [component('loki.process', 'a', toLoki), component('loki.write', 'loki')],
  ],
])('a config accepts %s', (_, statements) => {
  expect(alloyConfig(statements).split('\n\n')).toHaveLength(statements.length);
});
