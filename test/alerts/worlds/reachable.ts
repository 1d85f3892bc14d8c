import type { AlertName } from '../../../lib/core/index.js';
import { expectAlert } from '../expect-alert.js';
import { absent, series } from '../inputs.js';

/** A target of a job that answers or not, beside one of another job that does not, and one of another cluster. */
const target =
  (job: string) =>
  ({ answers }: { answers: boolean | 'not there' }) => [
    series(
      'up',
      { job, instance: '10.0.0.1:80' },
      answers === 'not there' ? absent : Number(answers),
    ),
    series('up', { job: 'another', instance: '10.0.0.2:80' }, 0),
    series('up', { cluster: 'another', job, instance: '10.0.0.3:80' }, 1),
  ];

/** That a job cannot be reached: its target does not answer, or there is none. */
export const unreachable = (alert: AlertName, job: string, severity: string) =>
  expectAlert(alert)
    .given(target(job), { answers: false })
    .firesAfter('5m')
    .with({ job, severity })
    .alsoFiresWith({ answers: 'not there' })
    .silentWith({ answers: true })
    .ofAnyJob();
