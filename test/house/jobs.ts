import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';

interface Step {
  readonly action?: string;
  readonly source_labels?: readonly string[];
  readonly regex?: string;
}

/** A scrape job, as Prometheus' config has it. */
export interface Job {
  readonly job_name: string;
  readonly relabel_configs?: readonly Step[];
  readonly metric_relabel_configs?: readonly Step[];
}

/** The text of all files of a ConfigMap; nothing where it is not there. */
export const dataOf = (objects: readonly Manifest[], name: string): string => {
  const map = objects.find((o) => o.kind === 'ConfigMap' && o.metadata.name === name);
  return Object.values((map?.data ?? {}) as Record<string, string>).join('\n');
};

/** The jobs that are scraped. */
export const jobsOf = (objects: readonly Manifest[]): readonly Job[] =>
  (load(dataOf(objects, 'prometheus-config')) as { scrape_configs: Job[] }).scrape_configs;
