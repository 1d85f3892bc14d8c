import type { IHostMetrics, RuleContext } from '../core/index.js';

/** Whose series rules and dashboards of Kubernetes itself may count on. */
export interface Watched {
  /** Jobs of Kubernetes' own that are scraped. */
  readonly jobs: ReadonlySet<string>;
  /** Who shows the state of objects, and of which. @default - nobody */
  readonly objects?: { readonly job: string; readonly kinds: readonly string[] };
  /** Who shows how the nodes fare. @default - nobody */
  readonly hosts?: IHostMetrics['hostMetrics'];
}

/** The same, of what is scraped where rules are evaluated. */
export const scraped = ({ jobs, objects, hosts }: Watched, context: RuleContext): Watched => ({
  jobs: new Set([...jobs].filter((job) => context.jobs.has(job))),
  ...(objects && context.jobs.has(objects.job) ? { objects } : {}),
  ...(hosts && context.jobs.has(hosts.job) ? { hosts } : {}),
});
