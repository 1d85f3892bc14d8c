import {
  clusterVariable,
  type DatasourceRef,
  inCluster,
  type LinkJson,
  linkTo,
  type Panel,
  prom,
  type Query,
  type Row,
  type Variable,
} from '../model/dashboard/index.js';
import { type Matchers, selector } from '../model/promql.js';
import type { Dashboard, Datasources } from './contracts.js';
import { alertsBoard, clusterBoards } from './shown.js';

/** How panels ask about one thing: its own series, in the clusters chosen. */
export interface Asking {
  /** A selector of one of its metrics. */
  readonly of: (metric: string, matchers?: Matchers) => string;
  /** What one of its counters grows by in a second, over a window that fits the time shown. */
  readonly rate: (metric: string, matchers?: Matchers) => string;
  /** A question, and what each line of the answer is called. */
  readonly ask: (expr: string, legend?: string) => Query;
}

/**
 * What panels ask with.
 *
 * @example
 * const { of, rate, ask } = asking(datasources.prometheus, { ...inCluster, job: 'loki' });
 */
export function asking(prometheus: DatasourceRef | undefined, its: Matchers): Asking {
  const of: Asking['of'] = (metric, matchers = {}) => selector(metric, { ...its, ...matchers });
  return {
    of,
    rate: (metric, matchers) => `rate(${of(metric, matchers)}[$__rate_interval])`,
    ask: (expr, legend) => prom(prometheus, expr, { legend }),
  };
}

/**
 * The dashboard of a component, in the folder of the stack: whoever runs the product opens it first.
 *
 * @example
 * componentDashboard({ job, product: 'Loki', description, panels: (loki) => [upStat(loki, { … }), …] })
 */
export const componentDashboard = (facts: {
  /** Its name, and that of its job. */
  readonly job: string;
  /** Where its pods are, whose workload bears the name of the job. */
  readonly namespace: string;
  /** The product, as people write it. */
  readonly product: string;
  /** Whom it helps with what. */
  readonly description: string;
  readonly panels: (component: Asking, datasources: Datasources) => readonly (Panel | Row)[];
  /** Choices besides that of the cluster. @default - none */
  readonly variables?: (prometheus: DatasourceRef | undefined) => readonly Variable[];
}): Dashboard => {
  const { job, namespace, product, description, panels, variables } = facts;
  const word = product.toLowerCase().replaceAll(' ', '-');
  return {
    uid: job,
    title: job === word ? product : `${product}: ${job}`,
    folder: 'Observability',
    needs: ['prometheus'],
    spec: (datasources) => {
      const { prometheus } = datasources;
      return {
        description,
        tags: ['observability', word],
        variables: [clusterVariable(prometheus), ...(variables?.(prometheus) ?? [])],
        links: nextTo(datasources, { namespace, workload: job }),
        panels: panels(asking(prometheus, { ...inCluster, job }), datasources),
      };
    },
  };
};

/** What is looked at next: the alerts, and its pods. A Grafana leaves out what it does not have. */
const nextTo = (
  { prometheus }: Datasources,
  { namespace, workload }: { readonly namespace: string; readonly workload: string },
): readonly LinkJson[] => [
  ...(prometheus ? [linkTo(alertsBoard(prometheus.uid), 'Alerts overview')] : []),
  linkTo(clusterBoards().workload, 'Its workload', { namespace, workload }),
  linkTo(clusterBoards().namespace, 'Its namespace', { namespace }),
];
