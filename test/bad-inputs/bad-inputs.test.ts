import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { App } from '../../lib/core/index.js';
import { alertRoutes } from './alert-routes.js';
import { collectors } from './collectors.js';
import { dashboardInputs } from './dashboard-inputs.js';
import { derived } from './derived.js';
import { edge } from './edge.js';
import { expressions } from './expressions.js';
import { imagesAndOptions } from './images-and-options.js';
import { logins } from './logins.js';
import { logs } from './logs.js';
import { names } from './names.js';
import { notBuilt } from './not-built.js';
import { ports } from './ports.js';
import type { Make, Row } from './row.js';
import { rules } from './rules.js';
import { scrapeJobs } from './scrape-jobs.js';
import { secrets } from './secrets.js';
import { timesAndMail } from './times-and-mail.js';
import { unitsAndResources } from './units-and-resources.js';
import { workloads } from './workloads.js';

const subjects: Readonly<Record<string, readonly Row[]>> = {
  'units and resources': unitsAndResources,
  ports,
  names,
  'images and options': imagesAndOptions,
  'scrape jobs': scrapeJobs,
  expressions,
  rules,
  'alert routes': alertRoutes,
  'times and mail': timesAndMail,
  secrets,
  logs,
  collectors,
  'datasources and dashboards': dashboardInputs,
  logins,
  edge,
  workloads,
};

/** Builds, and renders the app of what was built. */
function synth(make: Make): void {
  const made = make();
  const app = Construct.isConstruct(made) ? made.node.root : undefined;
  if (app instanceof App) app.render();
}

describe.each(Object.entries(subjects))('bad inputs of %s', (_, rows) => {
  const bad = rows.flatMap(({ row, bad }) => bad.map((b) => [row, ...b] as const));
  const near = rows.flatMap(({ row, near }) => near.map((n) => [row, ...n] as const));

  it.each(bad)('row %s: %s is refused', (_row, _what, make, message) => {
    expect(() => synth(make)).toThrow(new Error(message));
  });

  it.each(near)('row %s: %s passes', (_row, _what, make) => {
    expect(() => synth(make)).not.toThrow();
  });
});

describe('what cannot be written', () => {
  it.each(derived)('row $row: $mistake', ({ shows, value }) => {
    expect(shows()).toEqual(value);
  });
});

describe('the list of sixty', () => {
  const refused = Object.values(subjects).flatMap((rows) => rows.map(({ row }) => row));
  const left = notBuilt.filter(({ part }) => part === undefined).map(({ row }) => row);

  it('is here, each row once: refused, impossible, or left with a reason', () => {
    const impossible = new Set(derived.map(({ row }) => row).filter((r) => !refused.includes(r)));
    const all = [...refused.filter((row) => row !== 'further'), ...impossible, ...left];
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  it('leaves no part of a row that it leaves whole', () => {
    const parts = notBuilt.filter(({ part }) => part !== undefined).map(({ row }) => row);
    expect(parts.filter((row) => !refused.includes(row))).toEqual([]);
  });

  it('has at least as many inputs that must pass', () => {
    const near = Object.values(subjects).flatMap((rows) => rows.flatMap((row) => row.near));
    expect(near.length).toBeGreaterThanOrEqual(60);
  });
});
