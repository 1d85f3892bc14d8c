import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  type AlertName,
  AlertTuning,
  App,
  alerts,
  Chart,
  site,
  summary,
} from '../../lib/core/index.js';
import { Sample } from './parts.js';

/** What a caller without types may write. */
const untyped = (name: string) => alerts[name as AlertName];
const settings = (of: object): object => of;

describe('refuses', () => {
  it.each<readonly [string, () => unknown, string]>([
    [
      'a name that is none of ours',
      () => untyped('TargetDwn'),
      'alerts: "TargetDwn" is not one of ours; did you mean "TargetDown"?',
    ],
    [
      'to set nothing',
      () => alerts.TargetDown.tune({}),
      'alerts.TargetDown.tune: nothing is set; give for, severity or threshold',
    ],
    [
      'an unknown setting',
      () => alerts.TargetDown.tune(settings({ bound: 1 })),
      'alerts.TargetDown.tune: "bound" is not a known property; known: for, severity, threshold',
    ],
    [
      'a text for a time',
      () => alerts.TargetDown.tune(settings({ for: '5m' })),
      `alerts.TargetDown.tune: for "5m" is not a Duration; give Duration.minutes(5), from 'cdk8s'`,
    ],
    [
      'a share above 1',
      () => alerts.TargetDown.tune({ threshold: 15 }),
      'alerts.TargetDown.tune: threshold 15 is not a share; give 0 to 1',
    ],
    [
      'a bound of an unknown severity',
      () => alerts.NodeFileDescriptorLimit.tune({ threshold: JSON.parse('{ "critcal": 0.95 }') }),
      'alerts.NodeFileDescriptorLimit.tune: threshold {"critcal":0.95} has "critcal", which is not a severity; did you mean "critical"?',
    ],
    [
      'bounds of no severity',
      () => alerts.NodeFileDescriptorLimit.tune({ threshold: {} }),
      'alerts.NodeFileDescriptorLimit.tune: threshold {} is not a share; give 0 to 1',
    ],
    [
      'a bound without end',
      () => alerts.KubeVersionMismatch.tune({ threshold: Infinity }),
      'alerts.KubeVersionMismatch.tune: threshold Infinity is not a count; give 0 or more',
    ],
    [
      'a bound where there is none',
      () => untyped('LokiDown').tune({ threshold: 1 }),
      'alerts.LokiDown.tune: threshold 1 is none that this alert has; leave it out, or give for',
    ],
    [
      'to be off without a reason',
      () => alerts.TargetDown.off(' '),
      'alerts.TargetDown.off: reason " " is empty; say why nobody needs it',
    ],
  ])('%s', (_, made, message) => {
    expect(made).toThrow(new Error(message));
  });

  it('a change that is none', () => {
    const literal = JSON.parse('{ "alert": "TargetDown" }');
    expect(() => site({ cluster: 'test', tuning: [literal] })).toThrow(
      new Error(
        'site: tuning.0 {"alert":"TargetDown"} is not a change of an alert; give alerts.TargetDown.tune({ … }) or .off(reason)',
      ),
    );
  });
});

it('names and bounds that are not there do not compile', () => {
  // @ts-expect-error none of ours
  expect(() => alerts.TargetDwn).toThrow();
  // @ts-expect-error it has no bound
  expect(() => alerts.LokiDown.tune({ threshold: 1 })).toThrow();
});

it('a change may set a time of zero: at once', () => {
  const change = alerts.LokiDown.tune({ for: Duration.seconds(0) });
  expect(change).toBeInstanceOf(AlertTuning);
});

it('what is off is told after a synth, with the reason', () => {
  const app = new App();
  const tuning = [alerts.TargetDown.off('the gateway tells us')];
  new Sample(new Chart(app, 'chart', { site: { cluster: 'prod-1', tuning } }), 'sample').run();
  expect(summary(app.render())).toContain(
    'stated choices and escape hatches\n  prod-1: alert TargetDown is off: the gateway tells us\n',
  );
});
