import { dump } from 'js-yaml';

// Long lines stay whole: a folded PromQL expression is hard to read and to grep.
const options = { lineWidth: -1, noRefs: true } as const;

/** One YAML document. */
export const toYaml = (document: object): string => dump(document, options);

/** Several YAML documents in one stream. */
export const toYamlStream = (documents: readonly object[]): string =>
  documents.map(toYaml).join('---\n');
