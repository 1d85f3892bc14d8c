import { describe, expect, it } from 'vitest';
import {
  Alertmanager,
  blackHole,
  heartbeat,
  type RootRoute,
  route,
  slack,
} from '../lib/alertmanager/index.js';
import { App, Chart } from '../lib/core/index.js';
import { Loki } from '../lib/loki/index.js';
import type { Severity } from '../lib/model/rule.js';
import { Prometheus } from '../lib/prometheus/index.js';
import { ref, team } from './alertmanager-parts.js';

const source = (alert: string, severity: Severity, language: 'promql' | 'logql' = 'promql') => ({
  rules: () => [
    {
      name: alert,
      language,
      rules: [
        {
          ...{ alert, severity, summary: alert, description: alert },
          expr: language === 'promql' ? 'vector(1)' : 'sum(count_over_time({a="b"}[5m])) > 0',
        },
      ],
    },
  ],
});

/** What a synth says of a Prometheus, whose Watchdog and whatever else are sent along these routes. */
function faults(
  routes: RootRoute,
  arrows: (prometheus: Prometheus, loki: Loki) => void = () => {},
) {
  const chart = new Chart(new App(), 'chart', { site: { cluster: 'test' } });
  const prometheus = new Prometheus(chart, 'prometheus', {});
  const loki = new Loki(chart, 'loki', {});
  const alertmanager = new Alertmanager(chart, 'alertmanager', { routes });
  prometheus.sendAlertsTo(alertmanager);
  loki.sendAlertsTo(alertmanager);
  arrows(prometheus, loki);
  return alertmanager.node.validate();
}

const beat = heartbeat({ url: ref('beat') });
const none = blackHole({ name: 'nobody', reason: 'a demonstration' });

describe('the Watchdog needs a heartbeat', () => {
  it('or is refused', () => {
    expect(faults({ receiver: team })).toEqual([
      'chart/alertmanager: alert "Watchdog" reaches no heartbeat, only "team": if all of it fell silent, nobody would know; give heartbeat({ url }) among the routes, or say why not: route({ match: { alertname: \'Watchdog\' }, receiver: blackHole({ reason }) })',
    ]);
  });

  it('also where a route before it takes it', () => {
    const all = route({ match: { severity: 'none' }, receiver: slack({ webhook: ref('slack') }) });
    expect(faults({ receiver: team, routes: [all, beat] })).toEqual([
      'chart/alertmanager: alert "Watchdog" reaches no heartbeat, only "slack": if all of it fell silent, nobody would know; give heartbeat({ url }) among the routes, or say why not: route({ match: { alertname: \'Watchdog\' }, receiver: blackHole({ reason }) })',
    ]);
  });

  it.each([
    ['and has it', beat],
    ['unless the site says why not', route({ match: { alertname: 'Watchdog' }, receiver: none })],
  ])('%s', (_, way) => {
    expect(faults({ receiver: team, routes: [way] })).toEqual([]);
  });

  it('but nobody waits for one that is not sent', () => {
    const chart = new Chart(new App(), 'chart', { site: { cluster: 'test' } });
    const alertmanager = new Alertmanager(chart, 'alertmanager', { routes: { receiver: team } });
    new Loki(chart, 'loki', {}).sendAlertsTo(alertmanager);
    expect(alertmanager.node.validate()).toEqual([]);
  });
});

describe('each critical alert needs a person', () => {
  const wide = heartbeat({ url: ref('beat'), match: { alertname: { re: 'Watchdog|Down' } } });
  const said =
    'chart/alertmanager: critical alert "Down" reaches only the heartbeat "heartbeat", which no person reads; let the heartbeat match no more than { alertname: \'Watchdog\' }';

  it.each([
    ['promql', (prometheus: Prometheus) => prometheus.addRules(source('Down', 'critical'))],
    ['logql', (_: Prometheus, loki: Loki) => loki.addRules(source('Down', 'critical', 'logql'))],
  ])('or is refused, in %s', (_, arrows) => {
    expect(faults({ receiver: team, routes: [wide] }, arrows)).toEqual([said]);
  });

  it('where it is critical', () => {
    const warned = (prometheus: Prometheus) => prometheus.addRules(source('Down', 'warning'));
    expect(faults({ receiver: team, routes: [wide] }, warned)).toEqual([]);
  });

  it('unless the site names a black hole for it', () => {
    const routes = [beat, route({ match: { alertname: 'Down' }, receiver: none })];
    const arrows = (prometheus: Prometheus) => prometheus.addRules(source('Down', 'critical'));
    expect(faults({ receiver: team, routes }, arrows)).toEqual([]);
  });
});
