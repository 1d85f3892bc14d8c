import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';

/** A kubelet that asks the API server so much a minute, and how the rest ends. */
const client = ({ well, failed, code }: { well: number; failed: number; code: string }) => {
  const its = { job: 'kubelet', instance: '10.0.0.7:10250', method: 'GET', host: '10.96.0.1:443' };
  return [
    series('rest_client_requests_total', { ...its, code: '200' }, rising(well)),
    series('rest_client_requests_total', { ...its, code }, rising(failed)),
  ];
};

const built = (job: string, git_version: string) =>
  series('kubernetes_build_info', { job, instance: `10.0.0.1:${job.length}`, git_version }, 1);

/** The versions of an API server, and of a kubelet that came later or sooner. */
const versions = ({ apiServer, kubelet }: { apiServer: string; kubelet: string }) => [
  built('apiserver', apiServer),
  built('kubelet', kubelet),
  built('kube-state-metrics', 'v1.30.0'),
];

export default [
  expectAlert('KubeClientErrors')
    .given(client, { well: 90, failed: 10, code: '503' })
    .firesAfter('16m')
    .with({ job: 'kubelet', instance: '10.0.0.7:10250', severity: 'warning' })
    .alsoFiresWith({ code: '<error>' })
    .notAt({ failed: 0.8 })
    .silentWith({ code: '404' }),
  expectAlert('KubeVersionMismatch')
    .given(versions, { apiServer: 'v1.37.1', kubelet: 'v1.36.4' })
    .firesAfter('1d')
    .with({ severity: 'warning' })
    .notAt({ kubelet: 'v1.37.0' })
    .silentWith({ apiServer: 'v1.36.4+k3s1' }),
];
