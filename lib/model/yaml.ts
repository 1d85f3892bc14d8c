import { DEFAULT_SCALAR_STYLE_RULES, dump, SCALAR_STYLE, type ScalarLayout } from 'js-yaml';

const { applyQuoteFlowKeysOption, doubleQuoteForInvisibles, ...rest } = DEFAULT_SCALAR_STYLE_RULES;

/**
 * Alloy indents by tabs, for which the writer puts a whole file into one quoted line: nobody could read its
 * diffs. As a block it stays the same text; a tab on its first line would pass for indentation.
 */
function keepTabsInBlocks(layout: ScalarLayout): void {
  const { value } = layout.node;
  if (layout.style !== SCALAR_STYLE.DOUBLE_QUOTED || layout.isKey) return;
  if (!value.includes('\n') || /^\s|[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/.test(value))
    return;
  layout.style = SCALAR_STYLE.LITERAL_BLOCK;
}

// Long lines stay whole: a folded PromQL expression is hard to read and to grep.
const options = {
  lineWidth: -1,
  noRefs: true,
  scalarStyleRules: [
    applyQuoteFlowKeysOption,
    doubleQuoteForInvisibles,
    keepTabsInBlocks,
    ...Object.values(rest),
  ],
} as const;

/** One YAML document. */
export const toYaml = (document: object): string => dump(document, options);

/** Several YAML documents in one stream. */
export const toYamlStream = (documents: readonly object[]): string =>
  documents.map(toYaml).join('---\n');
