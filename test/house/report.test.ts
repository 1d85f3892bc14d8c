import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../scripts/report/report.js';

const docs = join(import.meta.dirname, '../../docs');
const hasRunbook = (alert: string) => existsSync(join(docs, 'runbooks', `${alert}.md`));

/** The rows of the table below a heading. */
const rowsUnder = (page: string, heading: string): readonly string[] =>
  (page.split(`${heading}\n`)[1]?.split(/^#/m)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);

describe('docs/report.md', () => {
  const page = report(hasRunbook);

  it('is as the code makes it: npm run report', () => {
    expect(readFileSync(join(docs, 'report.md'), 'utf8')).toBe(page);
  });

  it('tells of every alert, panel and way', () => {
    expect(rowsUnder(page, '## Alerts').length).toBeGreaterThanOrEqual(40);
    expect(rowsUnder(page, '### Loki').length).toBeGreaterThanOrEqual(10);
    expect(rowsUnder(page, '## Queries of dashboards').length).toBeGreaterThanOrEqual(8);
    expect(rowsUnder(page, '## Where alerts go').length).toBeGreaterThanOrEqual(40);
    expect(page.match(/<details>/g)?.length).toBeGreaterThanOrEqual(14);
  });

  it('leads to a runbook where there is one', () => {
    const [row = ''] = rowsUnder(
      report((alert) => alert === 'LokiDown'),
      '## Alerts',
    ).filter((line) => line.startsWith('| LokiDown'));
    expect(row).toBe(
      '| LokiDown | critical | 5m | PromQL | `up` | `loki` | [runbook](runbooks/LokiDown.md) |',
    );
  });
});
