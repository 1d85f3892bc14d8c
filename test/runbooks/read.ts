import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Runbook, runbook } from './runbook.js';

const folder = join(import.meta.dirname, '../../docs/runbooks');

/** Every runbook, by the alert it is for. */
export const runbooks: ReadonlyMap<string, Runbook> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .sort()
    .map((file) => [file.replace(/\.md$/, ''), runbook(readFileSync(join(folder, file), 'utf8'))]),
);
