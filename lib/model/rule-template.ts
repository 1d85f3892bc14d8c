import { remembering } from './remembering.js';

/**
 * The functions that Prometheus, and Loki's ruler with it, offers in the templates of an alert.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/
 */
const prometheusFunctions = [
  ...['query', 'first', 'label', 'value', 'strvalue', 'sortByLabel', 'args'],
  ...['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp'],
  ...['toTime', 'toDuration', 'now', 'parseDuration'],
  ...['title', 'toUpper', 'toLower', 'match', 'reReplaceAll', 'stripPort', 'stripDomain'],
  ...['graphLink', 'tableLink', 'pathPrefix', 'externalURL', 'safeHtml', 'urlQueryEscape'],
];

/** What Go's templates bring along. @see https://pkg.go.dev/text/template#hdr-Functions */
const goFunctions = [
  ...['and', 'or', 'not', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'],
  ...['len', 'index', 'slice', 'print', 'printf', 'println', 'html', 'js', 'urlquery', 'call'],
];

const openers = ['if', 'range', 'with', 'define', 'block'];
const keywords = [
  ...openers,
  'else',
  'end',
  'template',
  'break',
  'continue',
  'nil',
  'true',
  'false',
];

const words: readonly string[] = [...prometheusFunctions, ...goFunctions, ...keywords];

/** What Prometheus defines before a template begins; a bare `$` is the data as a whole. */
const givenVariables: readonly string[] = [
  '$',
  '$labels',
  '$value',
  '$externalLabels',
  '$externalURL',
];

/** The pieces between two pairs of braces. */
const pieces =
  /"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'|(?<declared>\$\w+)(?=\s*(?:,\s*\$\w+\s*)?:=)|(?<variable>\$\w*)|\.\w*|[-+]?\d[\w.]*|(?<word>[A-Za-z_]\w*)|(?<parenthesis>[()])|[|,:=]|(?<odd>\S)/gs;

/** One pair of braces with what they hold; a comment and a string may hold braces themselves. */
const action =
  /\{\{-?\s*(?:\/\*.*?\*\/|(?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`}]|\}(?!\}))*?)\s*-?\}\}/gs;

function actionError(text: string, declared: Set<string>): string | undefined {
  let open = 0;
  for (const { groups = {} } of text.matchAll(pieces)) {
    const { variable, word, parenthesis, odd } = groups;
    if (groups.declared !== undefined) declared.add(groups.declared);
    if (variable !== undefined && !givenVariables.includes(variable) && !declared.has(variable)) {
      return `has the unknown variable "${variable}"; use $labels, $value, $externalLabels or $externalURL`;
    }
    if (word !== undefined && !words.includes(word)) {
      return `has the unknown function "${word}"; use one of Prometheus' template functions`;
    }
    if (odd !== undefined) return `has "${odd}" between its braces; remove it`;
    open += parenthesis === '(' ? 1 : parenthesis === ')' ? -1 : 0;
  }
  if (text === '') return 'has nothing between its braces; remove them';
  return open === 0 ? undefined : 'has unbalanced parentheses; close every "(" with ")"';
}

/**
 * Says what is wrong with a template in a label or an annotation of an alert, or nothing.
 *
 * Prometheus refuses some of it when it loads the rules; the rest becomes an error text in the message
 * that someone reads at night.
 *
 * @returns a rule and a remedy, `has …; write …`, to be set after the template in a message
 * @example
 * templateError('{{ $label.pod }} is down'); // has the unknown variable "$label"; use $labels, …
 */
export const templateError = remembering((template): string | undefined => {
  const actions = (template.match(action) ?? []).map((braces) =>
    braces.replace(/^\{\{-?\s*|\s*-?\}\}$/g, ''),
  );
  const plain = template.replace(action, '');
  if (/\{\{|\}\}/.test(plain)) return 'has unbalanced braces; close every "{{" with "}}"';
  const outside = /\$(?:labels|value|externalLabels|externalURL)\b/.exec(plain)?.[0];
  if (outside !== undefined) return `has "${outside}" outside of braces; write "{{ ${outside} }}"`;
  const declared = new Set<string>();
  let depth = 0;
  for (const text of actions) {
    if (text.startsWith('/*')) continue;
    const error = actionError(text, declared);
    if (error !== undefined) return error;
    const [first = ''] = /^\w+/.exec(text) ?? [];
    depth += openers.includes(first) ? 1 : first === 'end' ? -1 : 0;
    if (depth < 0) return 'has an "end" too many; remove it';
  }
  return depth > 0 ? 'has a block without its end; close it with "{{ end }}"' : undefined;
});
