/** A value over time, a sample each minute: so many minutes of each part, the last until the end. */
export type Course = readonly Part[];

interface Part {
  /** What it begins with; undefined where there is no sample. */
  readonly value: number | undefined;
  readonly perMinute: number;
  /** @default - to the end */
  readonly minutes?: number;
}

/** A series that is scraped once a minute. */
export interface Series {
  readonly kind: 'series';
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly course: Course;
}

/** Lines that are written to a log, evenly spread. */
export interface Lines {
  readonly kind: 'lines';
  readonly labels: Readonly<Record<string, string>>;
  readonly line: string;
  readonly perMinute: number;
}

/** What an alert judges. */
export type Input = Series | Lines;

/** A value that stays as it is. */
export const steady = (value: number): Course => [{ value, perMinute: 0 }];

/** A value that changes by so much each minute, from where it starts. */
export const rising = (perMinute: number, from = 0): Course => [{ value: from, perMinute }];

/** No samples at all. */
export const absent: Course = [{ value: undefined, perMinute: 0 }];

/** One course for so many minutes, then another. */
export const first = (course: Course, minutes: number, then: Course): Course => [
  ...course.slice(0, -1),
  ...course.slice(-1).map((part) => ({ ...part, minutes })),
  ...then,
];

/** The name of the cluster in all inputs, and of the one whose rules are tried. */
export const cluster = 'example';

/**
 * A series; a number is a steady value.
 *
 * @example
 * series('kube_pod_status_phase', { job: 'kube-state-metrics', namespace: 'shop', pod: 'cart-0', phase: 'Pending' }, 1)
 */
export const series = (
  metric: string,
  labels: Readonly<Record<string, string>>,
  course: Course | number,
): Series => ({
  kind: 'series',
  metric,
  labels: { cluster, ...labels },
  course: typeof course === 'number' ? steady(course) : course,
});

/** Lines of one stream. */
export const lines = (
  labels: Readonly<Record<string, string>>,
  line: string,
  perMinute = 1,
): Lines => ({ kind: 'lines', labels: { cluster, ...labels }, line, perMinute });

/** A course in the notation of promtool, for so many minutes. */
export const notation = (course: Course, minutes: number): string => {
  let left = minutes + 1;
  return course
    .flatMap(({ value, perMinute, minutes: lasts = left }) => {
      const samples = Math.min(lasts, left);
      left -= samples;
      if (samples <= 0) return [];
      if (value === undefined) return [`_x${samples}`];
      const step = perMinute < 0 ? `-${-perMinute}` : `+${perMinute}`;
      return [`${value}${step}x${samples - 1}`];
    })
    .join(' ');
};
