import type { IConstruct } from 'constructs';
import type { Component } from './component.js';
import type { ScrapeTarget } from './contracts.js';

/** Who scrapes a target, by app and cluster: the same value may well be scraped in several of them. */
const claims = new WeakMap<IConstruct, WeakMap<ScrapeTarget, Map<string, Component>>>();

/**
 * Notes that a component scrapes a target.
 *
 * @throws when another component of the cluster does: every series would be there twice
 */
export function claimTarget(scraper: Component, target: ScrapeTarget): void {
  const targets = claims.get(scraper.node.root) ?? new WeakMap();
  claims.set(scraper.node.root, targets);
  const byCluster = targets.get(target) ?? new Map<string, Component>();
  targets.set(target, byCluster);
  const known = byCluster.get(scraper.site.cluster);
  if (known && known !== scraper)
    scraper.refuse(
      `job "${target.job}" is scraped by ${known.where} as well`,
      'scrape it once, and send on from there',
    );
  byCluster.set(scraper.site.cluster, scraper);
}
