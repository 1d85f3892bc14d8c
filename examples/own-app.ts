import { Duration } from 'cdk8s';
import { observability } from '../charts/index.js';
import {
  App,
  type Dashboard,
  dashboardFromFile,
  dashboards,
  type IRuleSource,
  scrapePods,
  selector,
} from '../lib/index.js';
import { example } from '../sites/example.js';

const job = 'shop';
const errors = selector('http_requests_total', { job, code: { re: '5..' } });
const requests = selector('http_requests_total', { job });

/** Wakes someone when the shop fails. */
const shopRules: IRuleSource = {
  rules: () => [
    {
      name: 'shop',
      language: 'promql',
      rules: [
        {
          alert: 'ShopRequestsFail',
          expr: `sum by (cluster) (rate(${errors}[5m])) / sum by (cluster) (rate(${requests}[5m])) > 0.05`,
          for: Duration.minutes(5),
          severity: 'critical',
          summary: 'The shop answers with errors',
          description:
            '{{ $value | humanizePercentage }} of its requests have failed for 5 minutes.',
        },
      ],
    },
  ],
};

/** A dashboard from typed code. */
const shopDashboard: Dashboard = {
  uid: 'shop',
  title: 'Shop',
  folder: 'Applications',
  needs: ['prometheus'],
  spec: ({ prometheus }) => ({
    description: 'Whether customers of the shop are served.',
    tags: ['shop'],
    variables: [dashboards.clusterVariable(prometheus)],
    panels: [
      dashboards.timeseries({
        title: 'Failed requests',
        description: 'Share of requests answered with 5xx. Normal is below 1 %.',
        unit: 'percentunit',
        queries: [
          dashboards.prom(
            prometheus,
            `sum(rate(${errors}[$__rate_interval])) / sum(rate(${requests}[$__rate_interval]))`,
            { legend: 'failed' },
          ),
        ],
      }),
    ],
  }),
};

/** The whole stack, watching an application of yours: its metrics, its rules and two dashboards. */
export function ownApp(): App {
  const app = new App();
  const { prometheus, grafana } = observability(app, example);

  prometheus.scrape(scrapePods({ job, namespace: 'shop', labels: { app: 'shop' }, port: 8080 }));
  prometheus.addRules(shopRules);
  grafana.addDashboard(shopDashboard);
  grafana.addDashboard(dashboardFromFile('examples/checkout.json', { folder: 'Applications' }));
  return app;
}
