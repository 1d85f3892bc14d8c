import { defaults } from './defaults.js';
import { refuse } from './refusal.js';
import type { FieldJson, Unit } from './schema.js';

/** How bad a value is, which is also its colour: green, orange, red, the colour of text, or grey. */
export type Severity = keyof typeof defaults.colors;

/** From where on a value is bad. One of the two at least. */
export type Limits =
  | { readonly warning: number; readonly critical?: number }
  | { readonly warning?: number; readonly critical: number };

/**
 * What makes a value bad: being as high as a limit (`above`: a full volume), or lower than it (`below`:
 * replicas that are ready). `none` for a number that is neither good nor bad.
 */
export type Thresholds = 'none' | { readonly above: Limits } | { readonly below: Limits };

/** A word in place of a value: `1` is better read as "up". */
export type Mappings = Readonly<
  Record<string, { readonly text: string; readonly severity?: Severity }>
>;

/** How a number is written and judged. */
export interface ValueProps {
  /** Digits after the decimal point. @default - as many as the value needs; of `dtdurations` two words */
  readonly decimals?: number;
  /** Start of the axis. @default - 0 for amounts, which cannot be less; else found from the data */
  readonly min?: number;
  /** End of the axis. @default - found from the data */
  readonly max?: number;
  /** Words for certain values, by the value. @default - none */
  readonly mappings?: Mappings;
  /** What stands there when there is no data. @default - Grafana's "No data" */
  readonly noValue?: string;
}

/** The part of a panel that says how its values are written. */
export function field(unit: Unit, props: ValueProps): FieldJson {
  return {
    unit,
    decimals: props.decimals ?? defaults.decimals[unit],
    min: props.min ?? (defaults.neverNegative.includes(unit) ? 0 : undefined),
    max: props.max,
    noValue: props.noValue,
    mappings: mapped(props.mappings),
  };
}

/** The thresholds of a panel as steps of colour. Grafana's own would turn red at 80, so none is a step too. */
export function steps(where: string, thresholds: Thresholds): NonNullable<FieldJson['thresholds']> {
  return { mode: 'absolute', steps: colored(where, thresholds) };
}

interface Step {
  value: number | null;
  color: string;
}

function colored(where: string, thresholds: Thresholds): Step[] {
  const { ok, warning, critical, neutral } = defaults.colors;
  if (thresholds === 'none') return [{ value: null, color: neutral }];
  if ('above' in thresholds) {
    refuseDisorder(where, 'above', thresholds.above);
    return [
      { value: null, color: ok },
      ...from(thresholds.above.warning, warning),
      ...from(thresholds.above.critical, critical),
    ];
  }
  const { below } = thresholds;
  refuseDisorder(where, 'below', below);
  return [
    { value: null, color: below.critical === undefined ? warning : critical },
    ...from(below.critical, below.warning === undefined ? ok : warning),
    ...from(below.warning, ok),
  ];
}

const from = (value: number | undefined, color: string): Step[] =>
  value === undefined ? [] : [{ value, color }];

function refuseDisorder(where: string, side: 'above' | 'below', limits: Limits): void {
  const { warning, critical } = limits;
  if (warning === undefined || critical === undefined) return;
  const inOrder = side === 'above' ? warning < critical : warning > critical;
  if (!inOrder)
    refuse(
      where,
      `warning "${warning}" comes after critical "${critical}" for a value that is bad ${side} them`,
      `swap them, or say "${side === 'above' ? 'below' : 'above'}"`,
    );
}

/**
 * What a coloured number says where there is none, and in which colour. By itself Grafana gives that the colour of
 * the lowest threshold: green for what is bad above a limit, so that what nobody knows would look as if all were
 * well, and red for what is bad below one, though nothing may be all that is expected.
 *
 * @param expected what it says where nothing is expected
 * @see https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/field/displayProcessor.ts
 */
export const nothing = (
  expected: string | undefined,
): NonNullable<FieldJson['mappings']>[number] => ({
  type: 'special',
  options: {
    match: 'null+nan',
    result: {
      text: expected ?? 'No data',
      color: expected === undefined ? defaults.colors.unknown : defaults.colors.ok,
    },
  },
});

function mapped(mappings: Mappings | undefined): FieldJson['mappings'] {
  if (!mappings) return undefined;
  const options = Object.entries(mappings).map(
    ([value, { text, severity }], index) =>
      [value, { text, color: severity && defaults.colors[severity], index }] as const,
  );
  return [{ type: 'value', options: Object.fromEntries(options) }];
}
