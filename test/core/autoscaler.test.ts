import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { byCpu, byPodMetric, type Scale } from '../../lib/core/index.js';
import { written } from '../secrets-parts.js';
import { objectOf, testChart } from '../support.js';
import { sampleWorkload } from './parts.js';

const replicas: Scale = {
  min: 1,
  max: 5,
  by: [byCpu(0.7), byPodMetric({ name: 'http_requests_per_second' }, 20)],
};

describe('renders its config', () => {
  it('as an autoscaler of the Deployment', async () => {
    const chart = testChart();
    sampleWorkload(chart, 'shop', { replicas });
    await expect(written(chart, 'HorizontalPodAutoscaler')).toMatchFileSnapshot(
      '../golden/core/autoscaler.yaml',
    );
  });

  it('with fractions in thousandths, and the time to settle', () => {
    const chart = testChart();
    const by = [byPodMetric({ name: 'queue' }, 0.5)];
    sampleWorkload(chart, 'shop', { replicas: { ...replicas, by, settle: Duration.minutes(1) } });
    const { spec } = objectOf(chart, 'HorizontalPodAutoscaler', 'shop');
    expect(spec.metrics[0].pods.target.averageValue).toBe('500m');
    expect(spec.behavior.scaleDown.stabilizationWindowSeconds).toBe(60);
  });
});

describe('derives', () => {
  it('a Deployment that says nothing of replicas, spread and guarded as several', () => {
    const chart = testChart();
    sampleWorkload(chart, 'shop', { replicas });
    const { spec } = objectOf(chart, 'Deployment', 'shop');
    expect(spec).not.toHaveProperty('replicas');
    expect(spec.template.spec.topologySpreadConstraints).toHaveLength(2);
    expect(objectOf(chart, 'PodDisruptionBudget', 'shop').spec.maxUnavailable).toBe(1);
  });

  it('what is asked of the cluster from the fewest replicas', () => {
    const workload = sampleWorkload(testChart(), 'shop', { replicas: { ...replicas, min: 2 } });
    expect(workload.replicas).toBe(2);
  });
});

describe('refuses', () => {
  const wrong: readonly (readonly [string, Partial<Scale>, string])[] = [
    ['none at all', { min: 0 }, 'replicas: min 0 is not a whole number in range; give 1 to 1000'],
    [
      'as many at most as at least',
      { min: 5 },
      'replicas have min 5 and max 5, which leaves nothing to decide; give a larger max, or a number in place of both',
    ],
    [
      'nothing to go by',
      { by: [] },
      'replicas have nothing to go by; give by: [byCpu(0.7)], or more',
    ],
    [
      'none of an amount',
      { by: [byCpu(0)] },
      'replicas: by[0]: share 0 is not an amount; give 0.001 or more',
    ],
    [
      'a metric without a name',
      { by: [byPodMetric({ name: '' }, 1)] },
      'replicas: by[0]: metric "" is not a text; give a string that is not empty',
    ],
  ];
  it.each(wrong)('%s', (_, over, message) => {
    expect(() =>
      sampleWorkload(testChart(), 'shop', { replicas: { ...replicas, ...over } }),
    ).toThrow(new Error(message.replace(/^replicas/, 'chart/shop/Workload-: replicas')));
  });

  it('to count what has names', () => {
    expect(() => sampleWorkload(testChart(), 'shop', { kind: 'StatefulSet', replicas })).toThrow(
      new Error(
        'chart/shop/Workload-: replicas of a StatefulSet are counted by an autoscaler; give a number: only those of a Deployment come and go without a trace',
      ),
    );
  });
});
