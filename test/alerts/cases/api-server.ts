import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { taking } from '../worlds/histograms.js';

const its = { job: 'apiserver', instance: '10.0.0.1:6443' };

/** Requests for single objects, which take so long. */
const requests = ({
  seconds,
  verb,
  scope,
  subresource,
}: {
  seconds: number;
  verb: string;
  scope: string;
  subresource: string;
}) =>
  taking(
    'apiserver_request_sli_duration_seconds',
    { ...its, verb, scope, subresource, resource: 'secrets' },
    seconds,
    [0.1, 0.4, 1, 5, 30],
  );

/** Requests a minute that are answered, and those that the API server ends; beside an API that others serve. */
const ended = ({ answered, ended: count }: { answered: number; ended: number }) => [
  series('apiserver_request_total', { ...its, verb: 'GET', code: '200' }, rising(answered)),
  series('apiserver_request_total', { job: 'another', verb: 'GET', code: '200' }, rising(5000)),
  series(
    'apiserver_request_terminations_total',
    { ...its, verb: 'GET', code: '429' },
    rising(count),
  ),
  series(
    'apiserver_request_terminations_total',
    { job: 'another', verb: 'GET', code: '429' },
    rising(5000),
  ),
];

/** An API of somebody else's that has been available so long, of ten minutes. */
const served = ({ available }: { available: number }) => [
  series(
    'aggregator_unavailable_apiservice',
    { ...its, name: 'v1beta1.metrics.k8s.io' },
    1 - available,
  ),
  series('aggregator_unavailable_apiservice', { ...its, name: 'v1.apps' }, 0),
];

/** The same, lost so many times an hour. */
const flapping = ({ timesAnHour }: { timesAnHour: number }) => [
  series(
    'aggregator_unavailable_apiservice_total',
    { ...its, name: 'v1beta1.metrics.k8s.io', reason: 'FailedDiscoveryCheck' },
    rising(timesAnHour / 60),
  ),
];

const certificateBounds = [
  ...[0, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 345600, 604800],
  ...[2592000, 7776000, 15552000, 31104000],
];

/** Clients that come with certificates which are good for so long; others come to another server. */
const clients = ({ days, share }: { days: number; share: number }) => [
  ...taking(
    'apiserver_client_certificate_expiration_seconds',
    { ...its, instance: '10.0.0.1:6443' },
    days * 86400,
    certificateBounds,
    600 * share,
  ),
  ...taking(
    'apiserver_client_certificate_expiration_seconds',
    { ...its, instance: '10.0.0.2:6443' },
    300 * 86400,
    certificateBounds,
    600 * (1 - share),
  ),
  ...taking(
    'apiserver_client_certificate_expiration_seconds',
    { job: 'another', instance: '10.0.0.1:10257' },
    3600,
    certificateBounds,
    60_000,
  ),
];

export default [
  expectAlert('KubeAPILatencyHigh')
    .given(requests, { seconds: 2, verb: 'GET', scope: 'resource', subresource: '' })
    .firesAfter('11m')
    .with({ verb: 'GET', resource: 'secrets', severity: 'warning' })
    .notAt({ seconds: 0.9 })
    .silentWith({ verb: 'WATCH' })
    .silentWith({ scope: 'cluster' })
    .silentWith({ subresource: 'exec' }),
  expectAlert('KubeAPITerminatedRequests')
    .given(ended, { answered: 70, ended: 30 })
    .firesAfter('6m')
    .with({ severity: 'warning' })
    .notAt({ ended: 15 })
    .silentWith({ ended: 0 }),
  expectAlert('KubeAggregatedAPIDown')
    .given(served, { available: 0.2 })
    .firesAfter('5m')
    .with({ name: 'v1beta1.metrics.k8s.io', severity: 'warning' })
    .notAt({ available: 0.86 })
    .silentWith({ available: 1 }),
  expectAlert('KubeAggregatedAPIErrors')
    .given(flapping, { timesAnHour: 15 })
    .firesAfter('13m')
    .with({ name: 'v1beta1.metrics.k8s.io', reason: 'FailedDiscoveryCheck', severity: 'warning' })
    .notAt({ timesAnHour: 5 })
    .silentWith({ timesAnHour: 0 }),
  expectAlert('KubeClientCertificateExpiration')
    .given(clients, { days: 6, share: 0.05 })
    .firesAfter('6m')
    .with({ severity: 'warning' })
    .notAt({ share: 0.005 })
    .silentWith({ days: 8 }),
  expectAlert('KubeClientCertificateExpiration')
    .given(clients, { days: 0.9, share: 0.05 })
    .firesAfter('6m')
    .with({ severity: 'critical' })
    .notAt({ share: 0.005 })
    .silentWith({ days: 1.1 }),
];
