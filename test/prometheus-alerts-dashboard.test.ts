import { describe, expect, it } from 'vitest';
import { Alertmanager } from '../lib/alertmanager/index.js';
import { alertmanagerMetrics } from '../lib/alertmanager/metrics.js';
import { Alloy } from '../lib/alloy/index.js';
import { exposedNames } from '../lib/model/metrics.js';
import { metricsOf } from '../lib/model/promql-syntax.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { prometheusMetrics, scrapeMetrics } from '../lib/prometheus/metrics.js';
import { plain } from './alertmanager-parts.js';
import { boardJson, drawn } from './drawn.js';
import { testChart } from './support.js';

/** A Prometheus and an Alertmanager that do not know of each other. */
function pair(name = 'alertmanager') {
  const chart = testChart();
  const prometheus = new Prometheus(chart, 'prometheus');
  const alertmanager = new Alertmanager(chart, name, { routes: plain });
  return { chart, prometheus, alertmanager };
}
const board = ({ dashboards }: Prometheus) => dashboards.find(({ uid }) => uid.endsWith('-alerts'));
const titles = (prometheus: Prometheus) =>
  drawn(board(prometheus)).panels.map(({ title }) => title);

describe('renders its config', () => {
  it('as a dashboard of what fires, and who is told', async () => {
    const { prometheus, alertmanager } = pair();
    prometheus.sendAlertsTo(alertmanager);
    prometheus.scrape(alertmanager);
    await expect(boardJson(board(prometheus))).toMatchFileSnapshot('golden/prometheus/alerts.json');
  });
});

describe('offers', () => {
  it('questions that Prometheus understands, of what the two expose', () => {
    const { prometheus, alertmanager } = pair();
    prometheus.sendAlertsTo(alertmanager);
    prometheus.scrape(alertmanager);
    const { exprs, faults } = drawn(board(prometheus));
    expect(faults).toEqual([]);
    const exposed = new Set(
      [prometheusMetrics, alertmanagerMetrics, scrapeMetrics].flatMap((c) => [
        ...exposedNames(c).keys(),
      ]),
    );
    const read = exprs.flatMap((expr) => metricsOf(expr).map(({ metric = '' }) => metric));
    expect(read.length).toBeGreaterThan(25);
    expect(read.filter((metric) => !exposed.has(metric))).toEqual([]);
  });
});

describe('derives', () => {
  it('nothing of who is told where nobody is', () => {
    const { prometheus } = pair();
    const shown = titles(prometheus);
    expect(shown).toEqual(expect.arrayContaining(['Critical', 'Critical alerts', 'Evaluated']));
    for (const title of ['Undelivered alerts', 'Sent to Alertmanagers', 'Failed messages'])
      expect(shown).not.toContain(title);
  });

  it('what becomes of messages from an Alertmanager that is scraped, whenever the arrows are drawn', () => {
    const { prometheus, alertmanager } = pair('messenger');
    const shown = () => titles(prometheus);
    prometheus.scrape(alertmanager);
    expect(shown()).not.toContain('Failed messages');
    prometheus.sendAlertsTo(alertmanager);
    expect(shown()).toEqual(expect.arrayContaining(['Undelivered alerts', 'Failed messages']));
    expect(drawn(board(prometheus)).exprs.join('\n')).toContain('job="messenger"');
  });

  it('the same from one that somebody else scrapes and writes here', () => {
    const { chart, prometheus, alertmanager } = pair();
    prometheus.sendAlertsTo(alertmanager);
    expect(titles(prometheus)).toContain('Sent to Alertmanagers');
    expect(titles(prometheus)).not.toContain('Failed messages');
    const alloy = new Alloy(chart, 'alloy', { runsOn: 'cluster' });
    alloy.scrape(alertmanager);
    alloy.sendMetricsTo(prometheus);
    expect(titles(prometheus)).toContain('Failed messages');
  });
});
