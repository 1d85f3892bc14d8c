import { isDeepStrictEqual } from 'node:util';
import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { refuse } from '../model/refusal.js';
import { checkProps } from './check.js';
import type { Component } from './component.js';
import type { ScrapeTarget } from './contracts.js';
import { targetChecks } from './target-checks.js';

/** Who scrapes what, by app, and there by cluster and job: several clusters may well scrape the same. */
const claims = new WeakMap<IConstruct, Map<string, Claim[]>>();

interface Claim {
  readonly scraper: Component;
  readonly target: ScrapeTarget;
}

/**
 * Notes that a component scrapes a target.
 *
 * @throws when another component of the cluster does: every series would be there twice
 */
export function claimTarget(scraper: Component, target: ScrapeTarget): void {
  const byJob = claims.get(scraper.node.root) ?? new Map<string, Claim[]>();
  claims.set(scraper.node.root, byJob);
  const key = `${scraper.site.cluster} ${target.job}`;
  const known = byJob.get(key) ?? [];
  const other = known.find(
    (claim) => claim.scraper !== scraper && isDeepStrictEqual(claim.target, target),
  );
  if (other)
    scraper.refuse(
      `job "${target.job}" is scraped by ${other.scraper.where} as well`,
      'scrape it once, and send on from there',
    );
  byJob.set(key, [...known, { scraper, target }]);
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
