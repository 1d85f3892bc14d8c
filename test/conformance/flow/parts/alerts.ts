import { describe, expect, it } from 'vitest';
import { ruleGroupsOf } from '../../../../scripts/closure/rules.js';
import {
  impatient,
  removeRules,
  rulesEvaluated,
  rulesLiveWithoutRestart,
} from '../alerts/alerting.js';
import { alertmanagersAgree } from '../alerts/gossip.js';
import { heartbeats } from '../alerts/heartbeat.js';
import { slackMessages, toldOnce } from '../alerts/slack.js';
import { settled } from '../ask/settled.js';
import { flowSite } from '../system/sites.js';
import type { System } from '../system/system.js';
import { askAsGrafana, stackParts } from './stack.js';
import { tell } from './tell.js';

/** Paths of the outside world: the names of the Secrets that hold its addresses. */
const [slack, heartbeat] = ['/alertmanager-slack', '/alertmanager-heartbeat'];

/** The component that is taken away for a while, and the alert that says so. */
const victim = { alert: 'KubeStateMetricsDown', deployment: 'deployment/kube-state-metrics' };

/** Rules are evaluated, and what they find reaches people by the site's routes. */
export function alerts(system: () => System): void {
  const { namespace } = stackParts.prometheus;

  describe('alerts', () => {
    it('come of rules that all are loaded and evaluated', async () => {
      const { prometheus, loki } = await askAsGrafana(system());
      const { objects } = system();
      for (const [evaluator, name, least] of [
        [prometheus, 'prometheus', 60],
        [loki, 'loki', 1],
      ] as const) {
        const { saw, faults } = await rulesEvaluated(evaluator, ruleGroupsOf(objects, name));
        expect(faults).toEqual([]);
        tell(`${saw} rules in ${name}`);
        expect(saw).toBeGreaterThanOrEqual(least);
      }
    });

    it('reach all Alertmanagers, which know each other', async () => {
      const { prometheus, alertmanagers } = await askAsGrafana(system());
      const { saw, faults } = await alertmanagersAgree(prometheus, alertmanagers);
      expect(faults).toEqual([]);
      expect(saw).toBe(3);
    });

    it('are sent as a heartbeat to the one place that waits for it', async () => {
      const { saw, faults } = await settled(150, async () => {
        const verdict = heartbeats(system().outside.received(), heartbeat, flowSite.cluster);
        const early = verdict.saw < 2 ? [`${verdict.saw} beats in 150 seconds`] : [];
        return { ...verdict, faults: [...verdict.faults, ...early] };
      });
      expect(faults).toEqual([]);
      expect(saw).toBeGreaterThanOrEqual(2);
    }, 200_000);

    it('of a new rule come without a restart, are told once, and once when all is well again', async () => {
      const { prometheus } = await askAsGrafana(system());
      const { kubectl, objects, outside } = system();
      const trial = impatient(ruleGroupsOf(objects, 'prometheus'), victim.alert);
      const [rule] = trial.rules;
      const file = { namespace, name: 'prometheus-rules-0' };
      const live = await rulesLiveWithoutRestart(kubectl, file, prometheus, trial);
      expect(live).toEqual({ saw: 1, faults: [] });

      const scale = (replicas: number) =>
        kubectl.ok([
          'scale',
          victim.deployment,
          `--namespace=${namespace}`,
          `--replicas=${replicas}`,
        ]);
      const messages = () => slackMessages(outside.received(), slack);
      const expected = {
        alert: `Trial${victim.alert}`,
        summary: (rule && 'alert' in rule && rule.annotations.summary) || '',
      };
      await scale(0);
      const firing = await toldOnce(messages, { ...expected, status: 'firing' }, 120);
      expect(firing).toEqual({ saw: 1, faults: [] });
      await scale(1);
      const resolved = await toldOnce(messages, { ...expected, status: 'resolved' }, 120);
      expect(resolved).toEqual({ saw: 1, faults: [] });
      await removeRules(kubectl, file, prometheus, trial.name);
    }, 500_000);
  });
}
