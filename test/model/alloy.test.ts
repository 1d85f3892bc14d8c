import { describe, expect, test } from 'vitest';
import { alloyText, block, call, component, expr, type Value } from '../../lib/model/alloy.js';
import { alloyConfig } from '../../lib/model/alloy-printer.js';

const write = component('loki.write', 'loki', {}, [
  block('endpoint', {
    url: 'http://loki.observability.svc:3100/loki/api/v1/push',
    max_backoff_retries: 0,
    tenant_id: undefined,
  }),
]);
const toLoki = { forward_to: [write.export('receiver')] };

function goldenOf(name: string): string {
  return `../golden/alloy-model/${name}.alloy`;
}

/** The text after `x = ` of a config that holds the one value. */
function printed(value: Value): string {
  const text = alloyConfig([block('logging', { x: value })]);
  return text.slice('logging {\n\tx = '.length, -'\n}\n'.length);
}

describe('a config prints as alloy fmt would', () => {
  test('a pipeline from discovery to Loki', async () => {
    const pods = component('discovery.kubernetes', 'pods', { role: 'pod' }, [
      block('selectors', { role: 'pod', field: expr('"spec.nodeName=" + sys.env("NODE_NAME")') }),
    ]);
    const files = component('discovery.relabel', 'pods', { targets: pods.export('targets') }, [
      block('rule', {
        source_labels: ['__meta_kubernetes_namespace'],
        target_label: 'namespace',
      }),
      block('rule', {
        source_labels: ['__meta_kubernetes_pod_uid', '__meta_kubernetes_pod_container_name'],
        separator: '/',
        replacement: '/var/log/pods/*$1/*.log',
        target_label: '__path__',
      }),
    ]);
    const matched = component('local.file_match', 'pods', {
      path_targets: files.export('output'),
    });
    const lines = component('loki.process', 'pods', toLoki, [
      block('stage.cri'),
      block('stage.match', { selector: '{app=~"web|api"}' }, [
        block('stage.regex', { expression: '^(?P<level>\\w+)\\s' }),
        block('stage.labels', { values: { level: undefined, severity: 'level' } }),
      ]),
      block('stage.structured_metadata', { values: { pod: null } }),
    ]);
    const source = component(
      'loki.source.file',
      'pods',
      { targets: matched.export('targets'), forward_to: [lines.export('receiver')] },
      [block('file_match', { enabled: false })],
      'Every container of this node.\nRotated files are read to their end.',
    );
    const text = alloyConfig([
      block('logging', { level: 'info', format: 'logfmt' }, [], 'What Alloy says of itself'),
      pods,
      files,
      matched,
      source,
      lines,
      write,
    ]);
    await expect(text).toMatchFileSnapshot(goldenOf('pipeline'));
  });

  test('every shape a value can have', async () => {
    const secret = component('remote.kubernetes.secret', 'loki', {
      namespace: 'observability',
      name: 'loki',
    });
    const shapes = block(
      'logging',
      {
        text: 'tab\t quote " backslash \\ line\n mark \ufeff é 日 😀',
        whole: 1,
        negative: -1,
        fraction: 0.25,
        yes: true,
        none: null,
        raw: expr('constants.hostname + "-a"'),
        call: call('string.format', '%s-%d', 'a', 1),
        password: secret.export('data').at('pass-word'),
        user: call('convert.nonsensitive', secret.export('data').at('user')),
        empty_list: [],
        empty_object: {},
        absent: undefined,
        list: ['a', 1, [true]],
        object: {
          short: 1,
          'app.kubernetes.io/name': 'x',
          nested: { a: 1, absent: undefined },
          after: 2,
          much_longer: [],
        },
        objects: [{ a: 1, bbb: 2 }, {}, [{ c: 3 }]],
        last: call('coalesce', { a: 1 }, 'b'),
      },
      [
        block('without_body'),
        block('only_children', {}, [block('deep', { a: 1 }, [], 'deep\n\ncomment')]),
        block('after', { a: 1 }),
      ],
    );
    await expect(alloyConfig([secret, shapes])).toMatchFileSnapshot(goldenOf('shapes'));
  });

  test('raw text comes after all blocks as it was written', () => {
    const text = alloyConfig([
      alloyText('\nloki.echo   "x" {}\n\n'),
      alloyText('tracing { }'),
      block('livedebugging'),
    ]);
    expect(text).toBe('livedebugging { }\n\nloki.echo   "x" {}\n\ntracing { }\n');
  });

  test('no statement at all is an empty line, as the formatter makes of an empty file', () => {
    expect(alloyConfig([])).toBe('\n');
  });

  test('a comment cannot become configuration', () => {
    const text = alloyConfig([block('livedebugging', {}, [], 'a \r\n\r}\rb')]);
    expect(text).toBe('// a\n//\n// }\n// b\nlivedebugging { }\n');
  });
});

test.each<[string, Value, string]>([
  ['control characters', '\u0000\b\f\v\r\u001b', '"\\u0000\\b\\f\\u000b\\r\\u001b"'],
  ['Flux and relabel dollars', '${1}$$', '"${1}$$"'],
  ['line separators of JavaScript', 'a\u2028b', '"a\u2028b"'],
  ['large and small numbers', [1e21, 1e-7, -0], '[1e+21, 1e-7, 0]'],
  ['keywords as keys', { null: 1 }, '{\n\t\t"null" = 1,\n\t}'],
  ['keys of other alphabets', { größe: 1, b: 2 }, '{\n\t\t"größe" = 1,\n\t\tb       = 2,\n\t}'],
])('a value prints: %s', (_, value, text) => {
  expect(printed(value)).toBe(text);
});

test('only exports that a component has can be referenced', () => {
  expect(() =>
    // @ts-expect-error 'recevier' is misspelled: the compiler refuses it, and JavaScript hears it
    write.export('recevier'),
  ).toThrow(
    new Error(
      'alloy loki.write.loki: export "recevier" is not one of this component\'s; it has receiver',
    ),
  );
  expect(() =>
    // @ts-expect-error a source offers nothing
    component('loki.source.api', 'push', toLoki).export('receiver'),
  ).toThrow(
    new Error(
      'alloy loki.source.api.push: export "receiver" is not one of this component\'s; it has none',
    ),
  );
});

test('an export keeps its own names apart by component', () => {
  const relabel = component('loki.relabel', 'pods', toLoki);
  expect([relabel.export('rules').exported, relabel.export('receiver').component.id]).toEqual([
    'rules',
    'loki.relabel.pods',
  ]);
});
