import { Duration } from 'cdk8s';
import { selector } from '../model/promql.js';
import { type AlertRule, bounded } from '../model/rule.js';
import type { RuleContext } from './contracts.js';

/** Job of the kubelets, which know how full volumes are. */
export const kubeletJob = 'kubelet';

/** That a component, or one of its replicas, cannot be reached. */
export const downRule = (
  facts: {
    readonly alert: string;
    readonly job: string;
    /** Name of the product. */
    readonly product: string;
    /** What people miss while it is down. */
    readonly symptom: string;
    readonly severity: AlertRule['severity'];
  },
  { cluster }: Pick<RuleContext, 'cluster'>,
): AlertRule => ({
  alert: facts.alert,
  // What is absent has only the labels that it is asked by.
  expr: `${selector('up', { job: facts.job })} == 0 or absent(${selector('up', { cluster, job: facts.job })})`,
  for: Duration.minutes(5),
  severity: facts.severity,
  summary: `${facts.product} cannot be reached`,
  description: `No scrape of job ${facts.job}{{ with $labels.instance }} at {{ . }}{{ end }} has succeeded for 5 minutes: ${facts.symptom}.`,
});

/** Of what is left when a volume counts as filling up: then it is all but full, however slowly it fills. */
const aThird = (share: number): number => Number((share / 3).toPrecision(3));

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** That the volumes of a component fill up; nothing where no kubelet is scraped. */
export function volumeRules(
  facts: {
    readonly alert: string;
    readonly product: string;
    readonly namespace: string;
    readonly workload: string;
    /** What happens when it is full. */
    readonly symptom: string;
  },
  context: RuleContext,
): readonly AlertRule[] {
  if (!context.jobs.has(kubeletJob)) return [];
  const claims = {
    job: kubeletJob,
    namespace: facts.namespace,
    persistentvolumeclaim: { re: `data-${facts.workload}-[0-9]+` },
  };
  const available = selector('kubelet_volume_stats_available_bytes', claims);
  const capacity = selector('kubelet_volume_stats_capacity_bytes', claims);
  return [
    bounded(0.15, (share) => ({
      alert: facts.alert,
      expr: `${available} / ${capacity} < ${share} and predict_linear(${available}[6h], 4 * 24 * 3600) < 0 or ${available} / ${capacity} < ${aThird(share)}`,
      for: Duration.minutes(30),
      severity: 'warning',
      summary: `A volume of ${facts.product} is filling up`,
      description: `{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left, which is below ${percent(aThird(share))} or gone within 4 days at this pace: ${facts.symptom}.`,
    })),
  ];
}
