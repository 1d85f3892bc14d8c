import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The script writes beside itself: a copy of it has a lib/ of its own.
const root = mkdtempSync(join(tmpdir(), 'metrics-'));
const file = (path: string): string => join(root, path);
const write = (path: string, text: string): void => writeFileSync(file(path), text);
const run = async (...args: readonly string[]) => {
  const child = spawn('node', [file('scripts/metrics.mjs'), ...args]);
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { status, stderr: stderr.replaceAll(`${root}/`, '').replaceAll(shop(), 'SHOP') };
};

/** Serves one page of metrics, and nothing else. */
const server = createServer(({ url }, response) => {
  response.statusCode = url === '/metrics' ? 200 : 404;
  response.end(page);
});
// Once it listens on a port, its address is of this kind.
const shop = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const page = `# HELP shop_visits_total Visits.
# TYPE shop_visits_total counter
shop_visits_total{code="200",path="/{a,b} \\"x\\""} 3 1700000000000
shop_visits_total{code="500",zone="z"} 1
# TYPE shop_seconds histogram
shop_seconds_bucket{code="200",le="+Inf"} 3
shop_seconds_sum{code="200"} 3
shop_seconds_count{code="200"} 3
# TYPE go_gc_seconds summary
go_gc_seconds{quantile="0.5"} 1
# TYPE go_godebug_x_events_total counter
go_godebug_x_events_total 0
# TYPE shop_build_info gauge
shop_build_info{version="v1.2.3"} 1
# TYPE shop_owner gauge
shop_bare 1
`;
const table = '| shop_owner | Gauge | Who | `owner`=&lt;name&gt; <br> `label_SHOP`=&lt;x&gt; |\n';
const written = `  program: 'shop',
  version: '1.2.3',
  metrics: {
    go_gc_seconds: summary(),
    shop_bare: untyped(),
    shop_build_info: gauge('version'),
    shop_owner: gauge('owner'),
    shop_seconds: histogram('code'),
    shop_visits_total: counter('code', 'path', 'zone'),
`;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  for (const dir of ['scripts', 'docs', 'lib/shop', 'lib/old', 'lib/bare'])
    mkdirSync(file(dir), { recursive: true });
  for (const part of ['scripts/metrics.mjs', 'scripts/metrics'])
    cpSync(join(import.meta.dirname, '..', part), file(part), { recursive: true });
  write('page', page);
  write('docs/shop.md', table);
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

describe('npm run metrics', () => {
  it('makes the catalogue of a room that has none', async () => {
    expect(await run('shop', `${shop()}/metrics`, file('docs'))).toEqual({
      status: 0,
      stderr: 'lib/shop/metrics.ts: shop 1.2.3, 6 metrics\n',
    });
    expect(readFileSync(file('lib/shop/metrics.ts'), 'utf8')).toBe(
      `import { counter, gauge, histogram, type MetricCatalogue, summary, untyped } from '../model/metrics.js';

// shop: written by scripts/metrics.mjs
// biome-ignore format: one line for each metric
export const shopMetrics: MetricCatalogue = {
${written}  },
};
// shop: end
`,
    );
  });

  it('replaces what is between the markers, and takes in what stands by hand', async () => {
    const [above, below] = ['const shopUnseen = {};\n', '\nexport const more = 1;\n'];
    write(
      'lib/old/metrics.ts',
      `${above}// shop: written by scripts/metrics.mjs\nold\n// shop: end\n${below}`,
    );
    expect((await run('old/shop', file('page'), file('docs'))).status).toBe(0);
    expect(readFileSync(file('lib/old/metrics.ts'), 'utf8')).toBe(
      `${above}// shop: written by scripts/metrics.mjs
// biome-ignore format: one line for each metric
export const shopMetrics: MetricCatalogue = {
${written}    ...shopUnseen,
  },
};
// shop: end
${below}`,
    );
  });

  it.each([
    {
      what: 'no page',
      args: ['shop'],
      message:
        'no room or no page is named; give npm run metrics -- <room>[/<program>] <URL, file or folder>...',
    },
    {
      what: 'a page that nobody serves',
      args: ['shop', 'http://127.0.0.1:65535/metrics'],
      message:
        '"http://127.0.0.1:65535/metrics" cannot be read: connect ECONNREFUSED 127.0.0.1:65535; start it',
    },
    {
      what: 'a page that is not there',
      args: ['shop', 'SHOP/'],
      message: '"SHOP/" answers 404; name its metrics page',
    },
    {
      what: 'a page without a version',
      args: ['shop', file('anonymous')],
      message: 'no version among 1 metrics; name the page with a *_build_info',
    },
    {
      what: 'pages of two programs',
      args: ['shop', file('page'), file('other')],
      message: '"shop_owner" is a gauge and a counter; name pages of one program',
    },
    {
      what: 'a file without markers',
      args: ['bare/shop', file('page')],
      message:
        'lib/bare/metrics.ts has no lines "// shop: written by scripts/metrics.mjs" and "// shop: end"; add them',
    },
  ])('refuses $what', async ({ args, message }) => {
    write('anonymous', '# TYPE shop_visits_total counter\nshop_visits_total 1\n');
    write('other', '# TYPE shop_owner counter\n');
    write('lib/bare/metrics.ts', 'by hand\n');
    expect(await run(...args.map((arg) => arg.replace('SHOP', shop())))).toEqual({
      status: 1,
      stderr: `metrics: ${message}\n`,
    });
  });
});
