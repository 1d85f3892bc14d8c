import { k8s } from 'cdk8s-plus-30';

/**
 * How many replicas a drain may take at once: one, and never hindered by pods that are broken anyway. Only
 * for two replicas and more: a budget on a single one makes its node undrainable.
 */
export const budgetSpec = (selector: Record<string, string>): k8s.PodDisruptionBudgetSpec => ({
  maxUnavailable: k8s.IntOrString.fromNumber(1),
  selector: { matchLabels: selector },
  unhealthyPodEvictionPolicy: 'AlwaysAllow',
});
