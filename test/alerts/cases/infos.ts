import { expectAlert } from '../expect-alert.js';
import { series } from '../inputs.js';

interface Alerts {
  readonly severity: string;
  readonly state: string;
  /** Another alert of the same namespace that fires; and one that may come to fire. */
  readonly beside: string;
  readonly pending: string;
  /** The namespace of the one that fires. */
  readonly where: string;
}

const alerts = ({ severity, state, beside, pending, where }: Alerts) => [
  series(
    'ALERTS',
    { alertname: 'CPUThrottlingHigh', alertstate: state, namespace: 'shop', severity },
    1,
  ),
  series(
    'ALERTS',
    {
      ...{ alertname: 'KubePodNotReady', alertstate: 'firing', pod: 'cart-0' },
      ...{ namespace: where, severity: beside },
    },
    1,
  ),
  series(
    'ALERTS',
    {
      ...{ alertname: 'KubeHpaMaxedOut', alertstate: 'pending' },
      ...{ namespace: 'shop', severity: pending },
    },
    1,
  ),
];

export default [
  expectAlert('InfoInhibitor')
    .given(alerts, {
      ...{ severity: 'info', state: 'firing', beside: 'warning', pending: 'info' },
      where: 'bank',
    })
    .firesAfter('0m')
    .with({ namespace: 'shop', severity: 'none' })
    .alsoFiresWith({ state: 'pending' })
    .alsoFiresWith({ pending: 'warning' })
    .silentWith({ where: 'shop' })
    .ofAnyJob(),
  expectAlert('InfoInhibitor')
    .given(alerts, {
      ...{ severity: 'info', state: 'firing', beside: 'critical', pending: 'none' },
      where: 'bank',
    })
    .firesAfter('0m')
    .with({ namespace: 'shop', severity: 'none' })
    .silentWith({ severity: 'none' })
    .silentWith({ where: 'shop' })
    .ofAnyJob(),
];
