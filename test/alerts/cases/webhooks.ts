import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

/** What a webhook is asked a minute, and how that ends. */
const webhook = ({
  calls,
  refused,
  error,
  passed,
  seconds,
}: {
  calls: number;
  refused: number;
  error: string;
  passed: number;
  seconds: number;
}) => {
  const its = {
    job: 'apiserver',
    instance: '10.0.0.1:6443',
    name: 'policy.example.com',
    type: 'validating',
  };
  const call = { ...its, operation: 'CREATE' };
  return [
    series(
      'apiserver_admission_webhook_admission_duration_seconds_count',
      { ...call, rejected: 'false' },
      rising(calls),
    ),
    series(
      'apiserver_admission_webhook_admission_duration_seconds_sum',
      { ...call, rejected: 'false' },
      rising(calls * seconds),
    ),
    series(
      'apiserver_admission_webhook_rejection_count',
      { ...call, error_type: error, rejection_code: '0' },
      rising(refused),
    ),
    series('apiserver_admission_webhook_fail_open_count', its, rising(passed)),
  ];
};

const well = { calls: 60, refused: 0, error: 'calling_webhook_error', passed: 0, seconds: 0.01 };

export default [
  expectAlert('KubeAPIAdmissionWebhookErrors')
    .given(webhook, { ...well, refused: 45 })
    .firesAfter('6m')
    .with({ name: 'policy.example.com', severity: 'critical' })
    .alsoFiresWith({ error: 'apiserver_internal_error' })
    .notAt({ refused: 27 })
    .silentWith({ error: 'no_error' }),
  expectAlert('KubeAPIAdmissionWebhookErrors')
    .given(webhook, { ...well, refused: 3, passed: 3 })
    .firesAfter('11m')
    .with({ name: 'policy.example.com', severity: 'warning' })
    .notAt({ refused: 0 })
    .silentWith({ error: 'no_error' }),
  expectAlert('KubeAPIAdmissionWebhookSlow')
    .given(webhook, { ...well, seconds: 1.5 })
    .firesAfter('11m')
    .with({ name: 'policy.example.com', severity: 'warning' })
    .notAt({ seconds: 0.9 })
    .silentWith({ seconds: 0.01 }),
];
