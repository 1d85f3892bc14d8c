import type { DashboardSpec } from './dashboard.js';

/** A question of a dashboard to a Prometheus, and where in it. */
export interface AskedPromql {
  /** `panel "Requests"`, or another part. */
  readonly part: string;
  readonly expr: string;
}

/** The datasource that is meant by its uid, and where none is named. */
export interface MeantDatasource {
  readonly uid: string;
  readonly isDefault: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** What surrounds a part of a dashboard, and says of it what it does not say itself. */
interface Around {
  readonly part: string;
  readonly datasource: unknown;
}

/**
 * Every question in PromQL that a dashboard asks a datasource: of panels, also hidden ones and those in folded
 * rows, of choices in its head, of annotations. A datasource that is chosen in the head may be this one.
 */
export function promqlAsked(
  spec: DashboardSpec,
  datasource: MeantDatasource,
): readonly AskedPromql[] {
  const model: Fields =
    'imported' in spec
      ? spec.imported
      : {
          templating: { list: spec.variables.map(({ json }) => json) },
          panels: spec.panels.flatMap((part) => (part.kind === 'row' ? [] : [part.json])),
        };
  const choices = listOf(fieldsOf(model.templating)?.list);
  const asks = (named: unknown) => isMeant(named, datasource, choices);
  return [
    ...choices.flatMap((choice) =>
      choice.type === 'query' && asks(choice.datasource)
        ? offering(String(fieldsOf(choice.query)?.query ?? choice.query ?? '')).map((expr) => ({
            part: `variable "${String(choice.name)}"`,
            expr,
          }))
        : [],
    ),
    ...expressions(model, { part: 'annotations', datasource: undefined }, asks),
  ];
}

function* expressions(
  value: unknown,
  around: Around,
  asks: (datasource: unknown) => boolean,
): Generator<AskedPromql> {
  if (Array.isArray(value)) for (const member of value) yield* expressions(member, around, asks);
  const fields = fieldsOf(value);
  if (!fields) return;
  const { datasource = around.datasource, expr, title, type } = fields;
  const part = typeof title === 'string' && type !== undefined ? `panel "${title}"` : around.part;
  if (typeof expr === 'string' && expr.trim() !== '' && asks(datasource)) yield { part, expr };
  for (const member of Object.values(fields))
    yield* expressions(member, { part, datasource }, asks);
}

/** Whether a panel, a query or a choice that names a datasource so asks the one that is meant. */
function isMeant(named: unknown, meant: MeantDatasource, choices: readonly Fields[]): boolean {
  const { type, uid } = fieldsOf(named) ?? { uid: named };
  if (type !== undefined && type !== 'prometheus') return false;
  if (uid === undefined || uid === null || uid === '') return type !== undefined || meant.isDefault;
  const [, chosen] = /^(?:\$\{?|\[\[)(\w+)/.exec(String(uid)) ?? [];
  if (chosen === undefined) return uid === meant.uid;
  const kind = choices.find(({ name }) => name === chosen)?.query;
  return kind === undefined || kind === 'prometheus';
}

/**
 * What a choice reads whose values Prometheus offers.
 *
 * @see https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/
 */
function offering(query: string): readonly string[] {
  const [, fn, inner = ''] = /^\s*(\w+)\s*\((.*)\)\s*$/s.exec(query) ?? [];
  switch (fn) {
    case 'label_values':
      // Of a label alone: whatever is there has it.
      return [...(/^(.+),\s*[^,]+$/s.exec(inner)?.slice(1) ?? [])];
    case 'label_names':
      return [];
    case 'metrics':
      return [`{__name__=~${JSON.stringify(inner.trim())}}`];
    case 'query_result':
      return [inner];
    default:
      return query.trim() === '' ? [] : [query];
  }
}

/** The edge: a dashboard is JSON, and so are its parts. */
const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;

const listOf = (value: unknown): readonly Fields[] =>
  Array.isArray(value)
    ? value.map(fieldsOf).filter((member): member is Fields => member !== undefined)
    : [];
