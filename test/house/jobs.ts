import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';
import { alloyJobs } from './alloy-jobs.js';

/** A step of relabeling, as both scrapers have it. */
export interface Step {
  readonly action?: string;
  readonly source_labels?: readonly string[];
  readonly regex?: string;
  readonly target_label?: string;
}

/** A scrape job, as Prometheus' config has it. */
export interface Job {
  readonly job_name: string;
  readonly kubernetes_sd_configs?: readonly { readonly role: string }[];
  readonly relabel_configs?: readonly Step[];
  readonly metric_relabel_configs?: readonly Step[];
}

/** The text of all files of a ConfigMap; nothing where it is not there. */
export const dataOf = (objects: readonly Manifest[], name: string): string => {
  const map = objects.find((o) => o.kind === 'ConfigMap' && o.metadata.name === name);
  return Object.values((map?.data ?? {}) as Record<string, string>).join('\n');
};

/** The jobs that Prometheus scrapes itself. */
export const jobsOf = (objects: readonly Manifest[]): readonly Job[] =>
  (load(dataOf(objects, 'prometheus-config')) as { scrape_configs: Job[] }).scrape_configs;

/** The jobs that agents scrape, and write to Prometheus. */
export const writtenJobsOf = (objects: readonly Manifest[]): readonly Job[] =>
  objects
    .filter((o) => o.kind === 'ConfigMap')
    .flatMap((o) => Object.entries((o.data ?? {}) as Readonly<Record<string, string>>))
    .flatMap(([file, text]) => (file.endsWith('.alloy') ? alloyJobs(text) : []));
