import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';
import { alloyJobs } from './alloy-jobs.js';
import { dataOf } from './objects.js';

/** A step of relabeling, as both scrapers have it. */
export interface Step {
  readonly action?: string;
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
}

/** A scrape job, as Prometheus' config has it. */
export interface Job {
  readonly job_name: string;
  readonly honor_labels?: boolean;
  readonly kubernetes_sd_configs?: readonly { readonly role: string }[];
  readonly static_configs?: readonly { readonly labels?: Readonly<Record<string, string>> }[];
  readonly relabel_configs?: readonly Step[];
  readonly metric_relabel_configs?: readonly Step[];
  /** Scraped by an agent: what the scrape itself tells, such as `up`, is relabeled as well. */
  readonly written?: true;
}

/** The jobs that Prometheus scrapes itself. */
export const jobsOf = (objects: readonly Manifest[]): readonly Job[] =>
  // Without a Prometheus, there is no text.
  (load(dataOf(objects, 'prometheus-config') || '{}') as { scrape_configs?: Job[] })
    .scrape_configs ?? [];

/** The jobs that agents scrape, and write to Prometheus. */
export const writtenJobsOf = (objects: readonly Manifest[]): readonly Job[] =>
  objects
    .filter((o) => o.kind === 'ConfigMap')
    .flatMap((o) => Object.entries((o.data ?? {}) as Readonly<Record<string, string>>))
    .flatMap(([file, text]) => (file.endsWith('.alloy') ? alloyJobs(text) : []));
