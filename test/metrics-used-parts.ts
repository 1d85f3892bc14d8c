import { load } from 'js-yaml';
import {
  type Dashboard,
  type IRuleSource,
  type IScrapeTarget,
  scrapePods,
} from '../lib/core/index.js';
import { Grafana } from '../lib/grafana/index.js';
import type { RuleGroup } from '../lib/model/rule.js';
import { Prometheus, type PrometheusProps } from '../lib/prometheus/index.js';
import { admin } from './grafana-parts.js';
import { fileOf, testChart } from './support.js';

/** Pods of an application of that name. */
export const job = (name: string, more = {}): IScrapeTarget =>
  scrapePods({ job: name, namespace: 'shop', labels: { app: name }, port: 8080, ...more });

/** An alert for each expression. */
export const rules = (...exprs: readonly string[]): IRuleSource => ({
  rules: () => [{ name: 'shop', language: 'promql', rules: exprs.map(alert) } satisfies RuleGroup],
});
export const alert = (expr: string, i: number) =>
  ({
    alert: `Shop${i}`,
    expr,
    severity: 'warning',
    summary: 'The shop fares ill',
    description: 'It does.',
  }) as const;

/** A Prometheus that stores what is used, and nothing of its own. */
export function using(props: PrometheusProps = { metrics: 'used' }) {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus', { scrapeItself: false, ...props });
  return { chart, prometheus };
}

/** A dashboard of a file, each question in a panel of its own. */
export const board = (...exprs: readonly string[]): Dashboard => ({
  ...{ uid: 'shop', title: 'Shop', folder: 'Shop', needs: ['prometheus'] },
  spec: ({ prometheus: datasource }) => ({
    imported: {
      panels: exprs.map((expr, i) => ({
        type: 'stat',
        title: `P${i}`,
        datasource: { type: 'prometheus', uid: datasource?.uid ?? '' },
        targets: [{ expr }],
      })),
    },
  }),
});

/** Shows a dashboard of what a Prometheus is asked. */
export function showing(
  { chart, prometheus }: ReturnType<typeof using>,
  ...exprs: readonly string[]
) {
  const grafana = new Grafana(chart, 'grafana', { login: admin });
  grafana.addDatasource(prometheus, { default: true });
  grafana.addDashboard(board(...exprs));
}

interface Step {
  readonly action?: string;
  readonly regex?: string;
}

/** The last step on the series of each job; nothing where there is none. */
export function kept({
  chart,
}: ReturnType<typeof using>): Readonly<Record<string, string | undefined>> {
  const { scrape_configs: jobs } = load(fileOf(chart, 'prometheus-config', 'prometheus.yaml')) as {
    scrape_configs: { job_name: string; metric_relabel_configs?: Step[] }[];
  };
  return Object.fromEntries(
    jobs.map(({ job_name, metric_relabel_configs: steps }) => {
      const last = steps?.at(-1);
      return [job_name, last && `${last.action} ${last.regex}`];
    }),
  );
}
