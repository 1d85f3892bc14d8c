import type { V1LabelSelector } from '@kubernetes/client-node';
import { matches } from '../../../house/workloads.js';

/** Whether labels match a selector; one that is empty, or not there, matches all. */
export function isSelected(
  labels: Readonly<Record<string, string>>,
  { matchLabels, matchExpressions = [] }: V1LabelSelector = {},
): boolean {
  return (
    matches(labels, matchLabels) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      const isIn = value !== undefined && values.includes(value);
      switch (operator) {
        case 'In':
          return isIn;
        case 'NotIn':
          return !isIn;
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          throw new Error(
            `label selector has operator "${operator}", which Kubernetes does not know`,
          );
      }
    })
  );
}
