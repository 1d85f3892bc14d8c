import type { Duration } from 'cdk8s';
import { asking, type Dashboard, type Datasource, refuse } from '../../core/index.js';
import {
  chosen,
  clusterVariable,
  inNamespace,
  labelVariable,
  namespaceVariable,
  type Panel,
  timeseries,
  type Unit,
} from '../../model/dashboard/index.js';
import { type Matcher, selector } from '../../model/promql.js';
import { autoscaler, autoscalerTables, cpuOfRequests } from './panels/autoscalers.js';

/** A number that autoscalers go by: what `podMetric(…)` makes for the adapter. */
export interface DrivingMetric {
  /** Its name in the metrics API. */
  readonly name: string;
  /** The question behind it in PromQL, a line each pod. */
  promql(scope: {
    readonly cluster: Matcher;
    readonly namespace: Matcher;
    readonly interval?: Duration;
  }): string;
}

/** A driver, and how it reads. */
export interface Driver {
  /** As in "Requests a second". */
  readonly title: string;
  readonly unit: Unit;
  readonly metric: DrivingMetric;
}

/** What the dashboard of autoscalers is told. */
export interface AutoscalersOptions {
  /** Metrics of pods that autoscalers go by besides CPU, drawn by pod. @default - none */
  readonly drivers?: readonly Driver[];
}

/**
 * What autoscalers do and why: what drives them, the replicas they want, and what they wait for. Reads what
 * kube-state-metrics shows, cAdvisor's metrics, and for each driver just what the metrics API is answered from.
 *
 * @throws on two drivers of one title
 * @example
 * grafana.addDashboard(autoscalers({
 *   drivers: [{ title: 'Requests a second', unit: 'reqps', metric: requests }],
 * }));
 */
export function autoscalers({ drivers = [] }: AutoscalersOptions = {}): Dashboard {
  const titles = drivers.map(({ title }) => title);
  const twice = titles.find((title, i) => titles.indexOf(title) !== i);
  if (twice !== undefined)
    refuse('autoscalers', `driver "${twice}" is given twice`, 'give each a title of its own');
  return {
    uid: 'hpa-live-status',
    title: 'HPA Live Status',
    folder: 'Kubernetes',
    needs: ['prometheus'],
    spec: ({ prometheus }) => ({
      description: 'For whoever wonders why there are so many pods, or so few.',
      tags: ['kubernetes', 'autoscaling'],
      variables: [
        clusterVariable(prometheus),
        namespaceVariable(prometheus, `kube_${autoscaler}_info`),
        labelVariable({
          name: autoscaler,
          label: 'Autoscaler',
          datasource: prometheus,
          query: selector(`kube_${autoscaler}_info`, inNamespace),
        }),
      ],
      panels: [
        ...autoscalerTables(prometheus),
        ...drivers.map((driver) => driverPanel(driver, prometheus)),
        cpuOfRequests(prometheus),
      ],
    }),
  };
}

/** A driver by pod, with the targets that it is held against. */
function driverPanel({ title, unit, metric }: Driver, prometheus: Datasource | undefined): Panel {
  const { of, ask } = asking(prometheus, chosen('cluster', 'namespace', autoscaler));
  const asked = {
    cluster: { re: '$cluster' },
    namespace: { re: '$namespace' },
    interval: prometheus?.scrapeInterval,
  };
  const target = of(`kube_${autoscaler}_spec_target_metric`, { metric_name: metric.name });
  return timeseries({
    title: `${title}, by pod`,
    description: `What the metrics API answers for ${metric.name}, and the average it should have.`,
    unit,
    queries: [
      ask(metric.promql(asked), '{{pod}}'),
      ask(`max by (cluster, namespace, ${autoscaler}) (${target})`, `target of {{${autoscaler}}}`),
    ],
  });
}
