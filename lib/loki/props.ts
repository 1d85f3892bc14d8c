import { Duration, Size } from 'cdk8s';
import {
  type Check,
  type Checks,
  type Component,
  type ComponentProps,
  componentChecks,
  fields,
  integer,
  isDuration,
  isName,
  isObject,
  isSize,
  listOf,
  oneOf,
  required,
} from '../core/index.js';
import { isStreamSelector, logqlError } from '../model/logql-syntax.js';
import type { SchemaPeriod, StreamRetention } from './config.js';

/** What a Loki is told when it is made. */
export interface LokiProps extends ComponentProps {
  /** How long lines are kept; the compactor deletes them after. @default Duration.days(7) */
  readonly retention?: Duration;
  /** Streams kept for another time. @default - none */
  readonly streamRetention?: readonly StreamRetention[];
  /** Size of its volume. @default Size.gibibytes(20) */
  readonly volumeSize?: Size;
  /** @default - the site's */
  readonly storageClass?: string;
  /** Formats of the store by first day, in order. Append, never change. @default - v13 from 2025-01-01 */
  readonly schema?: readonly SchemaPeriod[];
  /** Org id that writers and readers must name. @default - none: everything belongs to one tenant */
  readonly tenant?: string;
  /** Bytes a second that writers may send; bursts twice that. @default Size.mebibytes(8) */
  readonly ingestionRate?: Size;
  /** Streams that may be open at once. @default 10000 */
  readonly maxStreams?: number;
  /** Configuration in Loki's own words, put over ours. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
}

const isDay: Check = (value) => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  // A thirtieth of February parses, as the first or second of March.
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value
    ? undefined
    : { rule: 'is not a day', remedy: 'give YYYY-MM-DD' };
};

const isStreams: Check = (value) => {
  const fault = typeof value === 'string' ? logqlError(value) : 'is not a text';
  return fault === undefined && isStreamSelector(String(value))
    ? undefined
    : {
        rule:
          fault === undefined ? 'selects more than streams' : `is none: ${fault.split('; ')[0]}`,
        remedy: `give a stream selector, such as '{namespace="dev"}'`,
      };
};

/** Names a directory, and stands in a header. */
const isTenant: Check = (value) =>
  typeof value === 'string' && /^(?!\.\.?$)[\w!.*'()-]{1,150}$/.test(value)
    ? undefined
    : { rule: 'is not an org id', remedy: 'give at most 150 letters, digits, "-", "_" and "."' };

const checks: Checks<LokiProps> = {
  ...componentChecks,
  retention: isDuration(Duration.hours(24)),
  streamRetention: listOf(
    fields<StreamRetention>({
      selector: required(isStreams),
      retention: required(isDuration(Duration.hours(24))),
      priority: integer(1, 1_000_000),
    }),
  ),
  volumeSize: isSize(Size.gibibytes(1)),
  storageClass: isName,
  schema: listOf(fields<SchemaPeriod>({ from: required(isDay), schema: oneOf('v12', 'v13') })),
  tenant: isTenant,
  ingestionRate: isSize(Size.mebibytes(1)),
  maxStreams: integer(1, 10_000_000),
  extraConfig: isObject,
};

/**
 * Refuses props that are malformed, or that Loki would not start with.
 *
 * @throws on the first of them
 */
export function checkLoki(loki: Component, props: LokiProps): void {
  loki.check(props, checks);
  if (props.schema) checkSchema(loki, props.schema);
}

function checkSchema(loki: Component, schema: readonly SchemaPeriod[]): void {
  if (schema.length === 0) loki.refuse('schema has no period', "give [{ from: '2025-01-01' }]");
  for (const [i, { from }] of schema.entries()) {
    const before = schema[i - 1]?.from;
    if (before !== undefined && before >= from)
      loki.refuse(
        `schema.from "${from}" does not come after "${before}"`,
        'append periods in order, and never change one that has begun',
      );
  }
  const last = schema.at(-1);
  if (last?.schema === 'v12')
    loki.refuse(
      `schema "v12" from "${last.from}" on has no place for structured metadata`,
      "append { from: '<a day to come>', schema: 'v13' }",
    );
}
