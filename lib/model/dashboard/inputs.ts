import { isObject, type Json, type JsonObject } from './json.js';
import type { DatasourceRef, DatasourceType } from './queries.js';
import { refuse } from './refusal.js';

/** Something that an exported file leaves open: `${DS_PROMETHEUS}` stands wherever it is used. */
export type Input =
  | { readonly name: string; readonly type: DatasourceType }
  | { readonly name: string; readonly value: string };

const known: readonly DatasourceType[] = ['prometheus', 'loki', 'tempo', 'alertmanager'];

/** What the file leaves open, from its `__inputs`. */
export function inputsOf(where: string, left: Json): Input[] {
  if (!Array.isArray(left)) return refuse(where, '"__inputs" is not a list', 'export it again');
  return left.map((input: Json) => inputOf(where, input));
}

function inputOf(where: string, input: Json): Input {
  const { name, type, pluginId, value } = isObject(input) ? input : {};
  if (typeof name !== 'string')
    return refuse(where, `input ${JSON.stringify(input)} has no name`, 'export it again');
  if (type === 'constant' && typeof value === 'string') return { name, value };
  // Grafana's arithmetic on other answers: a datasource that is always there, under this uid.
  if (pluginId === '__expr__') return { name, value: pluginId };
  const wanted = known.find((one) => one === pluginId);
  if (wanted) return { name, type: wanted };
  return refuse(
    where,
    `input "${name}" asks for "${String(pluginId ?? type)}", which is none of ${known.join(', ')}`,
    'put a value in its place and take it out of "__inputs"',
  );
}

/** Refuses placeholders of datasources that no input explains: the export was cut by hand. */
export function refuseOpen(where: string, model: JsonObject, inputs: readonly Input[]): void {
  const answered = [...inputs.map(({ name }) => name), ...variableNames(model)];
  const open = [...JSON.stringify(model).matchAll(/\$\{(DS_[^}:]*)/g)].find(
    ([, name]) => !answered.includes(name ?? ''),
  );
  if (open)
    refuse(
      where,
      `"${open[0]}}" stands for a datasource that "__inputs" does not name`,
      'put a uid in its place, or export it again',
    );
}

function variableNames({ templating }: JsonObject): string[] {
  const list = isObject(templating) ? templating.list : undefined;
  if (!Array.isArray(list)) return [];
  return list.map((one: Json) => (isObject(one) ? String(one.name) : ''));
}

/** What is put in the place of each input. */
export type Answers = ReadonlyMap<string, { readonly uid: string; readonly type?: string }>;

/** The answers to the inputs, from the datasources there are. */
export const answersTo = (
  where: string,
  inputs: readonly Input[],
  datasources: Readonly<Partial<Record<DatasourceType, DatasourceRef>>>,
): Answers =>
  new Map(
    inputs.map((input) => {
      if ('value' in input) return [`\${${input.name}}`, { uid: input.value }];
      const given = datasources[input.type];
      if (!given)
        return refuse(
          where,
          `input "${input.name}" asks for a datasource of type "${input.type}", and there is none`,
          'add one to Grafana',
        );
      return [`\${${input.name}}`, { type: given.type, uid: given.uid }];
    }),
  );

/** The same dashboard with every placeholder replaced. */
export const filled = (object: JsonObject, answers: Answers): JsonObject =>
  Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, filledValue(key, value, answers)] as const),
  );

function filledValue(key: string, value: Json, answers: Answers): Json {
  if (typeof value === 'string') return filledText(key, value, answers);
  if (Array.isArray(value)) return value.map((member: Json) => filledValue('', member, answers));
  return isObject(value) ? filled(value, answers) : value;
}

function filledText(key: string, text: string, answers: Answers): Json {
  // Before schema 36 a datasource was one word, which Grafana would look for among their titles.
  const whole = key === 'datasource' ? answers.get(text) : undefined;
  if (whole?.type) return { type: whole.type, uid: whole.uid };
  return [...answers].reduce((left, [place, { uid }]) => left.replaceAll(place, () => uid), text);
}
