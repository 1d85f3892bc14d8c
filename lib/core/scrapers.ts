import { isDeepStrictEqual } from 'node:util';
import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { refuse } from '../model/refusal.js';
import { checkProps } from './check.js';
import type { Component } from './component.js';
import type { Measured, ScrapeTarget } from './contracts.js';
import { targetChecks } from './target-checks.js';

/** Who scrapes what, by app, and there by cluster and job: several clusters may well scrape the same. */
const claims = new WeakMap<IConstruct, Map<string, Claim[]>>();

interface Claim {
  readonly scraper: Component;
  /** What is scraped; nothing where the scraper measures by itself. */
  readonly target?: ScrapeTarget;
  readonly job: string;
}

/** Notes a claim beside those of the same cluster that could contradict it, and returns these. */
function claim(key: string, made: Claim): readonly Claim[] {
  const { node, site } = made.scraper;
  const byKey = claims.get(node.root) ?? new Map<string, Claim[]>();
  claims.set(node.root, byKey);
  const known = byKey.get(`${site.cluster} ${key}`) ?? [];
  byKey.set(`${site.cluster} ${key}`, [...known, made]);
  return known.filter(({ scraper }) => scraper !== made.scraper);
}

/**
 * Notes that a component scrapes a target.
 *
 * @throws when another component of the cluster does, or scrapes something that measures the same: every
 *   series would be there twice
 */
export function claimTarget(scraper: Component, target: ScrapeTarget): void {
  const { job, measures } = target;
  const other = claim(`job ${job}`, { scraper, target, job }).find((c) =>
    isDeepStrictEqual(c.target, target),
  );
  if (other)
    scraper.refuse(
      `job "${job}" is scraped by ${other.scraper.where} as well`,
      'scrape it once, and send on from there',
    );
  if (measures) claimMeasured(scraper, { job, measures });
}

/**
 * Notes that a component measures, or scrapes what measures, something that several things can measure.
 *
 * @throws when another component of the cluster does
 */
export function claimMeasured(
  scraper: Component,
  { job, measures }: { readonly job: string; readonly measures: Measured },
): void {
  const [other] = claim(`measures ${measures}`, { scraper, job });
  if (other)
    scraper.refuse(
      `job "${job}" measures the ${measures}, as job "${other.job}" of ${other.scraper.where} does`,
      'leave one of the two out',
    );
}

/**
 * Refuses what no scraper can do, whichever it is.
 *
 * @param usual how often a target is scraped that does not say it
 * @throws when the target is malformed, waits longer than it is scraped, or its endpoints are not of one kind
 */
export function checkTarget(where: string, target: ScrapeTarget, usual: Duration): void {
  checkProps(`${where}: job "${target.job}"`, target, targetChecks);
  const { job, endpoints, timeout, interval = usual } = target;
  if (timeout && timeout.toMilliseconds() > interval.toMilliseconds())
    refuse(
      where,
      `job "${job}" has timeout "${timeout.toHumanString()}", which is longer than its interval "${interval.toHumanString()}"`,
      `give ${interval.toHumanString()} or less`,
    );
  const kinds = [...new Set(endpoints.map(({ scheme, path }) => `${scheme} ${path}`))].sort();
  if (kinds.length !== 1)
    refuse(
      where,
      `job "${job}" has endpoints of scheme and path "${kinds.join('", "')}"`,
      'give at least one, and a job to each scheme and path',
    );
  if (new Set(endpoints.map(({ access }) => JSON.stringify(access))).size > 1)
    refuse(
      where,
      `job "${job}" has endpoints that want different credentials`,
      'make a target for each',
    );
  const odd = endpoints.find(({ scheme }) => scheme !== 'http' && scheme !== 'https');
  if (odd)
    refuse(
      where,
      `job "${job}" has an endpoint "${odd.name}" of scheme "${odd.scheme}"`,
      'give one that speaks http or https',
    );
}
