import { expect, it } from 'vitest';
import {
  type AlertLabels,
  type AlertmanagerProps,
  houseInhibitions,
  type Inhibition,
  type RootRoute,
  Routing,
  receiversOf,
} from '../../../lib/alertmanager/index.js';
import { severities } from '../../../lib/model/rule.js';
import { shippedAlerts } from '../../../scripts/report/shipped-alerts.js';
import { example } from '../../../sites/example.js';
import { everything, made } from '../../alertmanager-parts.js';
import { stack } from '../../house/house.js';
import { fileOf } from '../../support.js';
import { mutation } from '../mutations.js';
import { describeWith } from '../programs.js';
import { PodView, workloadsOf } from './pod-view.js';
import { type RealAlert, RealAlertmanager, silent } from './real-alertmanager.js';
import { timeProbes, timeRoutes } from './time-routes.js';

const { alerts: root } = example;
if (root.none !== undefined) throw new Error('the example site tells nobody of its alerts');
const shipped = shippedAlerts(stack(), example.cluster).map(({ labels }) => labels);

describeWith('amtool sends every shipped alert where receiversOf does', ['amtool'], () => {
  it('one by one', () => {
    const [workload] = workloadsOf(stack(), 'alertmanager');
    if (!workload) throw new Error('there is no Alertmanager');
    const told = PodView.of(stack(), workload, (pod) =>
      shipped.map((labels) => {
        const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
        const config = `--config.file=${pod.flag('config.file')}`;
        const { output } = pod.run('amtool', 'config', 'routes', 'test', config, ...words);
        return [labels.alertname, output.trim().split('\n').at(-1)];
      }),
    );
    const expected = shipped.map((labels) => [
      labels.alertname,
      receiversOf(root, labels)
        .map((r) => r.name)
        .join(','),
    ]);
    expect(told).toEqual(expected);
    expect(told.length).toBeGreaterThanOrEqual(40);
  });
});

/** Each alert alone, among its kin of every severity at one place, and with fewer labels. */
const situations = (alerts: readonly AlertLabels[]): readonly AlertLabels[] =>
  alerts.flatMap((labels) => [
    { ...labels, namespace: 'alone', pod: 'a-0' },
    ...severities.map((severity) => ({
      ...{ ...labels, severity, namespace: 'kin' },
      ...(severity === 'none' ? {} : { pod: severity }),
    })),
    labels,
    { ...labels, severity: 'critical', team: 'db' },
    { ...labels, namespace: 'load-tests' },
    { ...labels, namespace: 'team-12' },
  ]);

const sorted = (labels: AlertLabels) => JSON.stringify(Object.entries(labels).sort());
const groupText = (receiver: string, group: AlertLabels) => `${receiver} ${sorted(group)}`;
const configOf = (props: Pick<AlertmanagerProps, 'routes' | 'inhibitions'>) =>
  fileOf(made(props).chart, 'alertmanager-config', 'alertmanager.yml');

/** Fires alerts at a real Alertmanager that has these routes. */
async function asked(
  routes: RootRoute,
  firing: readonly AlertLabels[],
  inhibitions: readonly Inhibition[] = houseInhibitions,
) {
  const alertmanager = await RealAlertmanager.start(silent(configOf({ routes, inhibitions })));
  try {
    await alertmanager.fire(firing);
    return await alertmanager.seen(new Set(firing.map(sorted)).size);
  } finally {
    await alertmanager.close();
  }
}

type Real = Awaited<ReturnType<typeof asked>>;

/** Where the simulator and a real Alertmanager do not agree on groups, receivers and inhibitions. */
function differences(
  routing: Routing,
  firing: readonly AlertLabels[],
  real: Real,
): readonly string[] {
  const groupsOf = ({ fingerprint }: RealAlert) =>
    real.groups
      .filter((group) => group.alerts.some((alert) => alert.fingerprint === fingerprint))
      .map(({ receiver, labels }) => groupText(receiver.name, labels));
  const labelsOf = new Map(real.alerts.map((alert) => [alert.fingerprint, sorted(alert.labels)]));
  return real.alerts.flatMap((alert) => {
    const { deliveries, inhibitedBy } = routing.of(alert.labels, { firing });
    const expected = deliveries.map(({ receiver, group }) => groupText(receiver.name, group));
    const groups = [...new Set(expected)].sort().join();
    const hiders = inhibitedBy.map(sorted);
    const [hider] = alert.status.inhibitedBy.map((fingerprint) => labelsOf.get(fingerprint));
    const title = sorted(alert.labels);
    return [
      ...(groups === groupsOf(alert).sort().join() ? [] : [`${title} is in ${groupsOf(alert)}`]),
      ...(hider === undefined && hiders.length > 0 ? [`${title} is not hidden`] : []),
      ...(hider !== undefined && !hiders.includes(hider) ? [`${title} is hidden by ${hider}`] : []),
    ];
  });
}

describeWith('a real Alertmanager groups and hides as the simulator says', ['alertmanager'], () => {
  const firing = situations(shipped);

  it.each([
    ['the stack', root],
    ['a tree of everything', everything()],
  ])('every shipped alert in %s', async (_, routes) => {
    const real = await asked(routes, firing);
    expect(differences(new Routing(routes), firing, real)).toEqual([]);
    const hidden = real.alerts.filter(({ status }) => status.inhibitedBy.length > 0);
    expect(hidden.length).toBeGreaterThanOrEqual(shipped.length);
    expect(real.groups.length).toBeGreaterThanOrEqual(shipped.length);
  });

  mutation(
    'a group and an inhibition that the simulator does not know',
    'a real Alertmanager',
    async () => {
      const few = situations(shipped.slice(0, 3));
      const real = await asked({ ...root, groupBy: ['alertname'] }, few);
      const found = differences(new Routing(root, houseInhibitions.slice(1)), few, real);
      expect(found.join('\n')).toMatch(/ is in slack \[\["alertname","\w+"\]\]/);
      expect(found.join('\n')).toMatch(/ is hidden by /);
    },
  );
});

describeWith('a real Alertmanager is silent when the simulator says', ['alertmanager'], () => {
  const firing = timeProbes(shipped);
  // Of a group that is hidden, it does not say whether it is muted.
  const askedOpenly = () => asked(timeRoutes, firing, []);
  const mutedBy = (labels: AlertLabels, at: Date) =>
    new Routing(timeRoutes).of(labels, { at }).deliveries.flatMap((way) => way.mutedBy);

  /** Groups that the simulator has muted otherwise at each of these moments. */
  const wrongAt = (groups: Real['groups'], ...moments: readonly Date[]) =>
    groups.flatMap(({ alerts: [alert] }) => {
      const said = alert?.status.mutedBy.join();
      const known = moments.map((at) => alert && mutedBy(alert.labels, at).join());
      return known.includes(said) ? [] : [`${alert?.labels.probe}: "${said}", not "${known[0]}"`];
    });

  it('with every shipped alert, at this moment', async () => {
    const before = new Date();
    const { groups } = await askedOpenly();
    // It may have looked on either side of midnight, or of an hour.
    expect(wrongAt(groups, before, new Date())).toEqual([]);
    const muted = groups.filter(({ alerts: [alert] }) => alert && alert.status.mutedBy.length > 0);
    expect(groups.length).toBe(firing.length);
    expect(muted.length).toBeGreaterThanOrEqual(50);
    expect(groups.length - muted.length).toBeGreaterThanOrEqual(10);
  });

  mutation('a simulator that is a day late', 'a real Alertmanager', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000);
    const { groups } = await askedOpenly();
    expect(wrongAt(groups, tomorrow).join('\n')).toMatch(/^(mute|active)-\d+: "/);
  });
});
