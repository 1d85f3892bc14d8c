import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { downRule, kubeletJob, volumeRules } from '../../lib/core/index.js';
import { ruleErrors } from '../../lib/model/rule-check.js';

const down = downRule(
  {
    alert: 'LokiDown',
    job: 'loki',
    product: 'Loki',
    symptom: 'no logs are stored',
    severity: 'critical',
  },
  { cluster: 'test' },
);
const facts = {
  alert: 'LokiVolumeFilling',
  product: 'Loki',
  namespace: 'logs',
  workload: 'loki-write',
  symptom: 'writes will be refused',
};
const scraped = (job: string) => ({
  cluster: 'test',
  jobs: new Map([[job, { interval: Duration.seconds(30) }]]),
});

describe('the rules that every component can have', () => {
  it('tell that it is down, or gone from the jobs', () => {
    expect(down).toEqual({
      alert: 'LokiDown',
      expr: 'up{job="loki"} == 0 or absent(up{cluster="test",job="loki"})',
      for: Duration.minutes(5),
      severity: 'critical',
      summary: 'Loki cannot be reached',
      description:
        'No scrape of job loki{{ with $labels.instance }} at {{ . }}{{ end }} has succeeded for 5 minutes: no logs are stored.',
    });
  });

  it('tell that its volumes fill up, where a kubelet is scraped', () => {
    const claims = 'job="kubelet",namespace="logs",persistentvolumeclaim=~"data-loki-write-[0-9]+"';
    const available = `kubelet_volume_stats_available_bytes{${claims}}`;
    const left = `${available} / kubelet_volume_stats_capacity_bytes{${claims}}`;
    const [rule, ...rest] = volumeRules(facts, scraped(kubeletJob));
    expect([rule, ...rest]).toEqual([
      {
        alert: 'LokiVolumeFilling',
        expr: `${left} < 0.15 and predict_linear(${available}[6h], 4 * 24 * 3600) < 0 or ${left} < 0.05`,
        for: Duration.minutes(30),
        severity: 'warning',
        summary: 'A volume of Loki is filling up',
        description:
          '{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left, which is below 5 % or gone within 4 days at this pace: writes will be refused.',
        threshold: 0.15,
        at: expect.any(Function),
      },
    ]);
    const moved = rule?.at?.(0.1);
    expect(moved?.expr).toBe(
      `${left} < 0.1 and predict_linear(${available}[6h], 4 * 24 * 3600) < 0 or ${left} < 0.0333`,
    );
    expect(moved?.description).toMatch('which is below 3.33 % or gone within 4 days');
    expect(volumeRules(facts, scraped('loki'))).toEqual([]);
  });

  it('are sound', () => {
    const rules = [down, ...volumeRules(facts, scraped(kubeletJob))];
    expect(ruleErrors({ name: 'stock', language: 'promql', rules })).toEqual([]);
  });
});
