import type { Manifest } from '../../lib/core/index.js';

/** `Kind namespace/name`, for messages. */
export const named = ({ kind, metadata }: Manifest): string =>
  `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;

/** The text of all files of a ConfigMap; nothing where it is not there. */
export const dataOf = (objects: readonly Manifest[], name: string): string => {
  const map = objects.find((o) => o.kind === 'ConfigMap' && o.metadata.name === name);
  return Object.values((map?.data ?? {}) as Record<string, string>).join('\n');
};
