import { type Asking, asking, type Datasource, kubeletJob } from '../../core/index.js';
import type { Matchers } from '../../model/promql.js';
import type { ClusterJob } from '../jobs.js';
import { scaled } from '../replicas.js';
import type { Watched } from '../watched.js';

/** Whom panels can ask about what is chosen. Whoever is not there is undefined, and his panels with him. */
export interface Sources {
  /** What is recorded, and what everybody shows. */
  readonly any: Asking;
  /** Who shows objects of these kinds, all of them. */
  readonly objects: (...kinds: readonly string[]) => Asking | undefined;
  /** A part of Kubernetes itself. */
  readonly part: (job: ClusterJob) => Asking | undefined;
  /** What is recorded of kinds that keep a number of pods. */
  readonly replicas: Asking | undefined;
  readonly cadvisor: Asking | undefined;
  readonly kubelet: Asking | undefined;
}

/**
 * Whom panels can ask.
 *
 * @param its what is chosen: `inNamespace`
 */
export function sources(
  { jobs, objects }: Watched,
  prometheus: Datasource | undefined,
  its: Matchers,
): Sources {
  const of = (job: string) => asking(prometheus, { ...its, job });
  const part: Sources['part'] = (job) => (jobs.has(job) ? of(job) : undefined);
  const any = asking(prometheus, its);
  return {
    any,
    replicas: scaled.some(({ kind }) => objects?.kinds.includes(kind)) ? any : undefined,
    objects: (...kinds) =>
      objects && kinds.every((kind) => objects.kinds.includes(kind)) ? of(objects.job) : undefined,
    part,
    cadvisor: part('cadvisor'),
    kubelet: part(kubeletJob),
  };
}

/** What one source shows, or nothing where it is not there. */
export const when = <Source, Shown>(
  source: Source | undefined,
  shown: (source: Source) => readonly Shown[],
): readonly Shown[] => (source === undefined ? [] : shown(source));
