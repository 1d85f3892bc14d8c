import type { Closure } from './closure.js';
import { distinct } from './series.js';

/** What a job brings, and of that what nobody reads. */
export interface UnreadSeries {
  readonly job: string;
  /** How many names it brings, without those that the scrape itself tells. */
  readonly series: number;
  readonly unread: readonly string[];
}

/** For each job, the names that it brings and nothing reads; two jobs of one name count as one. */
export function unreadSeries({ jobs, readings }: Closure): readonly UnreadSeries[] {
  const read = new Set(
    readings.flatMap(({ found }) =>
      found.flatMap((of) => of.jobs.flatMap((job) => of.metrics.map((name) => `${job} ${name}`))),
    ),
  );
  return distinct(jobs.map(({ name }) => name)).map((job) => {
    const names = distinct(
      jobs.filter(({ name }) => name === job).flatMap(({ series }) => [...series.keys()]),
    );
    return {
      job,
      series: names.length,
      unread: names.filter((name) => !read.has(`${job} ${name}`)),
    };
  });
}
