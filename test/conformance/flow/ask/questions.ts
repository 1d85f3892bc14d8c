import type { Manifest } from '../../../../lib/core/index.js';
import type { RuleFileRule } from '../../../../lib/model/rule.js';
import { ruleGroupsOf } from '../../../../scripts/closure/rules.js';
import type { Runbook } from '../../../runbooks/runbook.js';

/** Who answers a question. */
export type Answerer = 'prometheus' | 'loki';

/** A query of a panel, a rule or a runbook, as it is written. */
export interface Question {
  /** The dashboard, the rule group, or the alert of the runbook. */
  readonly of: string;
  /** The panel's title, the rule's name, or which query of the runbook. */
  readonly name: string;
  readonly answerer: Answerer;
  readonly expr: string;
  /** One value for now, instead of a line. */
  readonly instant: boolean;
}

/** A choice in the head of a dashboard: the values of a label. */
export interface Choice {
  readonly name: string;
  readonly answerer: Answerer;
  readonly label: string;
  /** The series whose values are offered; may read choices before it. */
  readonly selector: string | undefined;
  /** What stands in a query where all are chosen; undefined where one must be. */
  readonly all: string | undefined;
}

/** A dashboard by what it asks. */
export interface Board {
  readonly uid: string;
  readonly choices: readonly Choice[];
  readonly questions: readonly Question[];
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly {
    readonly datasource: { readonly type: Answerer };
    readonly expr: string;
    readonly instant?: boolean;
    readonly queryType?: 'instant' | 'range';
  }[];
  readonly panels?: readonly Panel[];
}

interface WrittenBoard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly datasource: { readonly type: Answerer };
      readonly query: {
        readonly query?: string;
        readonly label?: string;
        readonly stream?: string;
      };
      readonly includeAll: boolean;
      readonly allValue?: string;
    }[];
  };
}

/** Texts of the ConfigMaps whose name begins so. */
const textsOf = (objects: readonly Manifest[], prefix: string): readonly string[] =>
  objects
    .filter((o) => o.kind === 'ConfigMap' && o.metadata.name.startsWith(prefix))
    .flatMap((o) => Object.values((o.data ?? {}) as Record<string, string>));

/** Every dashboard of the stack, by what it asks. */
export const boardsOf = (objects: readonly Manifest[]): readonly Board[] =>
  textsOf(objects, 'grafana-dashboard-').map((text) => boardOf(JSON.parse(text) as WrittenBoard));

function boardOf({ uid, panels, templating }: WrittenBoard): Board {
  const all = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  const questions = all.flatMap(({ title, targets = [] }) =>
    targets.map(({ datasource, expr, instant, queryType }) => ({
      of: uid,
      name: title,
      answerer: datasource.type,
      expr,
      instant: instant ?? queryType === 'instant',
    })),
  );
  const choices = templating.list.map(
    ({ name, datasource, query, includeAll, allValue = '.+' }) => ({
      name,
      answerer: datasource.type,
      all: includeAll ? allValue : undefined,
      ...(query.query === undefined
        ? { label: query.label ?? name, selector: query.stream || undefined }
        : labelValues(query.query)),
    }),
  );
  return { uid, choices, questions };
}

/** The parts of `label_values(selector, label)`; the label alone where it is of all series. */
function labelValues(query: string): Pick<Choice, 'label' | 'selector'> {
  const [, selector, label] = /^label_values\((?:(.+), *)?(\w+)\)$/.exec(query) ?? [];
  if (label === undefined)
    throw new Error(`variable: "${query}" is no label_values(…); teach questions.ts what it asks`);
  return { label, selector };
}

/** What an evaluator calls a rule. */
export const ruleName = (rule: RuleFileRule): string =>
  'alert' in rule ? rule.alert : rule.record;

/** What the rules of one evaluator ask. */
export const ruleQuestions = (
  objects: readonly Manifest[],
  evaluator: Answerer,
): readonly Question[] =>
  ruleGroupsOf(objects, evaluator).flatMap(({ name, rules }) =>
    rules.map((rule) => ({
      of: name,
      name: ruleName(rule),
      answerer: evaluator,
      expr: rule.expr,
      instant: true,
    })),
  );

/** What runbooks ask. Loki gives lines of a time only, not of now. */
export const runbookQuestions = (books: ReadonlyMap<string, Runbook>): readonly Question[] =>
  [...books].flatMap(([alert, { queries }]) =>
    queries.map(({ language, expr }, index) => ({
      of: alert,
      name: `query ${index + 1}`,
      answerer: language === 'logql' ? 'loki' : 'prometheus',
      expr,
      instant: language === 'promql',
    })),
  );

/**
 * A query with its variables replaced, as Grafana sends it: `$name`, `${name}`, `${name:format}`.
 *
 * @throws on a variable that has no value
 */
export const fill = (expr: string, values: ReadonlyMap<string, string>): string =>
  expr.replace(/\$(?:\{([a-z_]\w*)(?::\w+)?\}|([a-z_]\w*))/gi, (written, braced, bare) => {
    const value = values.get(braced ?? bare);
    if (value === undefined)
      throw new Error(`${expr}: variable "${written}" is not one of the dashboard; define it`);
    return value;
  });

/** A value as Grafana writes it where several may be chosen: for a regular expression in quotes. */
export const escaped = (value: string): string => value.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');

/** Grafana's own variables, of a panel that shows an hour in steps of a scrape. */
export function builtIn(scrapeSeconds: number): ReadonlyMap<string, string> {
  const range = 3600;
  return new Map([
    ['__interval', `${scrapeSeconds}s`],
    ['__interval_ms', `${scrapeSeconds * 1000}`],
    ['__auto', `${scrapeSeconds}s`],
    ['__rate_interval', `${scrapeSeconds * 4}s`],
    ['__range', `${range}s`],
    ['__range_s', `${range}`],
    ['__range_ms', `${range * 1000}`],
  ]);
}
