import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import {
  type AlertLabels,
  heartbeat,
  houseInhibitions,
  Routing,
  slack,
} from '../lib/alertmanager/index.js';
import { made, ref } from './alertmanager-parts.js';
import { fileOf } from './support.js';

const everybody = slack({ name: 'everybody', webhook: ref('slack') });
const routing = new Routing({ receiver: everybody });

type Alert = AlertLabels & { readonly alertname: string };
const alert = (alertname: string, severity: string, more: AlertLabels = {}): Alert => ({
  ...{ alertname, severity, cluster: 'test' },
  ...more,
});

/** Of some alerts that fire together, those that somebody is told of. */
const told = (...firing: readonly Alert[]) =>
  firing
    .filter((one) => routing.of(one, { firing }).told.length > 0)
    .map(({ alertname, severity }) => `${alertname} ${severity}`);

const shop = { namespace: 'shop' };
const watchdog = alert('Watchdog', 'none');
const alone = alert('InfoInhibitor', 'none', shop);
const throttled = alert('CPUThrottlingHigh', 'info', { ...shop, pod: 'cart-0' });

describe('of alerts that fire together', () => {
  it('an info that stands alone is hidden, and the sign for it', () => {
    expect(told(watchdog, alone, throttled)).toEqual(['Watchdog none']);
  });

  it('an info beside something worse is told, and one of another namespace is not concerned', () => {
    const notReady = alert('KubePodNotReady', 'warning', { ...shop, pod: 'cart-0' });
    // Prometheus takes the sign away as soon as the other fires.
    expect(told(watchdog, throttled, notReady)).toEqual([
      'Watchdog none',
      'CPUThrottlingHigh info',
      'KubePodNotReady warning',
    ]);
    const bank = { ...alone, namespace: 'bank' };
    expect(told(watchdog, bank, throttled)).toEqual(['Watchdog none', 'CPUThrottlingHigh info']);
  });

  it('infos without a namespace have a sign of their own', () => {
    const full = alert('KubeletTooManyPods', 'info', { node: 'node-0' });
    expect(told(watchdog, alone, full)).toEqual(['Watchdog none', 'KubeletTooManyPods info']);
    expect(told(watchdog, alert('InfoInhibitor', 'none'), full)).toEqual(['Watchdog none']);
  });

  it('the sign reaches people where no Watchdog fires, which is worth to know', () => {
    expect(told(alone, throttled)).toEqual(['InfoInhibitor none']);
  });

  it('a volume of a component is told of once: whose it is, then that it is full', () => {
    const claim = { namespace: 'observability', persistentvolumeclaim: 'data-loki-0' };
    const own = alert('LokiVolumeFillingUp', 'warning', claim);
    const soon = alert('KubePersistentVolumeFillingUp', 'warning', claim);
    const now = alert('KubePersistentVolumeFillingUp', 'critical', claim);
    expect(told(own, soon)).toEqual(['LokiVolumeFillingUp warning']);
    expect(told(own, soon, now)).toEqual(['KubePersistentVolumeFillingUp critical']);
    const another = { ...soon, persistentvolumeclaim: 'data-tempo-0' };
    expect(told(own, another)).toHaveLength(2);
  });

  it('a node that is not heard of is not called unready as well, but any other is', () => {
    const silent = alert('KubeNodeUnreachable', 'warning', { node: 'node-0' });
    const notReady = (node: string) => alert('KubeNodeNotReady', 'warning', { node });
    expect(told(silent, notReady('node-0'), notReady('node-1'))).toEqual([
      'KubeNodeUnreachable warning',
      'KubeNodeNotReady warning',
    ]);
  });

  it('of a target that is down its own alert tells, and where it has none TargetDown', () => {
    const any = (job: string) =>
      alert('TargetDown', 'warning', { namespace: 'observability', job });
    const loki = alert('LokiDown', 'critical', { namespace: 'observability', job: 'loki' });
    expect(told(loki, any('loki'), any('shop'))).toEqual([
      'LokiDown critical',
      'TargetDown warning',
    ]);
    // What is absent has no namespace.
    const absent = alert('LokiDown', 'critical', { job: 'loki' });
    expect(told(absent, any('loki'))).toEqual(['LokiDown critical']);
    const quiet = alert('KubeletProbesDown', 'info', { job: 'kubelet-probes' });
    expect(told(alert('InfoInhibitor', 'none'), watchdog, quiet, any('kubelet-probes'))).toEqual([
      'Watchdog none',
      'TargetDown warning',
    ]);
  });

  it('a kubelet that cannot be reached hides its other pages, and no other kubelet', () => {
    const kubelet = alert('KubeletDown', 'warning', { job: 'kubelet', node: 'node-0' });
    const page = (node: string) => alert('CadvisorDown', 'warning', { job: 'cadvisor', node });
    expect(told(kubelet, page('node-0'), page('node-1'))).toEqual([
      'KubeletDown warning',
      'CadvisorDown warning',
    ]);
  });

  it.each([
    [
      'BlackboxSslCertificateAboutToExpire',
      'BlackboxSslCertificateWillExpireSoon',
      { instance: 'https://grafana.example.com' },
    ],
    [
      'PrometheusErrorSendingAlertsToAnyAlertmanager',
      'PrometheusErrorSendingAlertsToSomeAlertmanagers',
      { namespace: 'observability', pod: 'prometheus-0' },
    ],
    [
      'AlertmanagerClusterFailedToSendAlerts',
      'AlertmanagerFailedToSendAlerts',
      { namespace: 'observability', integration: 'slack' },
    ],
  ] as const)('%s is told, and not %s of the same', (worst, beginning, same) => {
    const [worse, mild] = [alert(worst, 'critical', same), alert(beginning, 'warning', same)];
    expect(told(mild)).toHaveLength(1);
    expect(told(worse, mild)).toEqual([`${worst} critical`]);
    for (const label of Object.keys(same))
      expect(told(worse, { ...mild, [label]: 'another' })).toHaveLength(2);
  });
});

describe('of the inhibitions of the house', () => {
  /** What an Alertmanager is told to hide by, where a sender has these alerts. */
  const written = (names: readonly string[], props = {}) => {
    const { chart, alertmanager } = made({
      routes: { receiver: everybody, routes: [heartbeat({ url: ref('heartbeat') })] },
      ...props,
    });
    alertmanager.expectAlerts(() =>
      names.map((name) => ({
        ...{ alert: name, expr: 'vector(1)', severity: 'warning' },
        ...{ summary: 'x', description: 'x' },
      })),
    );
    const file = load(fileOf(chart, 'alertmanager-config', 'alertmanager.yml'));
    // The edge: the file has the shape in which we wrote it.
    const { inhibit_rules: rules } = file as {
      inhibit_rules: { source_matchers: string[]; target_matchers: string[] }[];
    };
    return rules.map((rule) => `${rule.source_matchers} hides ${rule.target_matchers}`);
  };
  const bySeverity = [
    'severity="critical" hides severity=~"warning|info"',
    'severity="warning" hides severity="info"',
  ];

  it('those are there whose alerts some sender has, and name no others', () => {
    expect(written(['LokiDown'])).toEqual(bySeverity);
    expect(written(['Watchdog', 'InfoInhibitor'])).toEqual([
      ...bySeverity,
      'alertname="InfoInhibitor" hides severity="info"',
      'alertname="Watchdog" hides alertname="InfoInhibitor"',
    ]);
    const volumes = ['LokiVolumeFillingUp', 'KubePersistentVolumeFillingUp'];
    expect(written(volumes).slice(2)).toEqual([
      'alertname=~"LokiVolumeFillingUp" hides alertname="KubePersistentVolumeFillingUp",severity="warning"',
      'alertname="KubePersistentVolumeFillingUp",severity="critical" hides alertname=~"LokiVolumeFillingUp"',
    ]);
  });

  it('all are there where no sender says what it has, as anything may come', () => {
    expect(written([])).toHaveLength(houseInhibitions.length);
  });

  it('none is touched that a site wrote', () => {
    const own = { source: { alertname: 'NodeDown' }, target: { alertname: 'X' }, equal: ['node'] };
    const inhibitions = [...houseInhibitions, own];
    expect(written(['LokiDown'], { inhibitions })).toEqual([
      ...bySeverity,
      'alertname="NodeDown" hides alertname="X"',
    ]);
  });
});
