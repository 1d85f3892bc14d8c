import { expectAlert } from '../expect-alert.js';
import { rising, series } from '../inputs.js';
import { node, shows } from '../worlds/node.js';

/** A clock that is off by so many seconds, and what that changes by in a minute. */
const clock = ({ off, changes }: { off: number; changes: number }) =>
  shows({ node_timex_offset_seconds: rising(changes, off) });

/** A clock that a server sets or not, with the error that its kernel reckons with. */
const setClock = ({ set, error }: { set: boolean; error: number }) =>
  shows({ node_timex_sync_status: Number(set), node_timex_maxerror_seconds: error });

/** Open files, of 1000. */
const files = ({ open }: { open: number }) =>
  shows({ node_filefd_allocated: open, node_filefd_maximum: 1000 });

const openFiles = (severity: string, open: number) =>
  expectAlert('NodeFileDescriptorLimit')
    .given(files, { open: open + 1 })
    .firesAfter('15m')
    .with({ node: 'worker-1', severity })
    .notAt({ open });

const machine = { ...node, job: 'machines' };

/** A service of systemd. */
const service = ({ state }: { state: string }) =>
  ['activating', 'active', 'deactivating', 'failed', 'inactive'].map((one) =>
    series(
      'node_systemd_unit_state',
      { ...machine, name: 'crond.service', state: one, type: 'simple' },
      Number(one === state),
    ),
  );

const restarts = ({ perMinute }: { perMinute: number }) => [
  series(
    'node_systemd_service_restart_total',
    { ...machine, name: 'crond.service' },
    rising(perMinute),
  ),
];

/** A directory of files of metrics. */
const textFiles = ({ readable }: { readable: boolean }) => [
  series('node_textfile_scrape_error', machine, Number(!readable)),
];

const ofService = { node: 'worker-1', name: 'crond.service', severity: 'warning' };

export default [
  expectAlert('NodeClockSkewDetected')
    .given(clock, { off: 0.051, changes: 0 })
    .firesAfter('11m')
    .with({ node: 'worker-1', severity: 'warning' })
    .alsoFiresWith({ off: -0.051 })
    .alsoFiresWith({ changes: 0.001 })
    .notAt({ off: 0.049 })
    .silentWith({ changes: -0.000001 }),
  expectAlert('NodeClockNotSynchronising')
    .given(setClock, { set: false, error: 16 })
    .firesAfter('10m')
    .with({ node: 'worker-1', severity: 'warning' })
    .notAt({ error: 15.9 })
    .silentWith({ set: true }),
  openFiles('warning', 700),
  openFiles('critical', 900),
  expectAlert('NodeSystemdServiceFailed')
    .given(service, { state: 'failed' })
    .firesAfter('5m')
    .with(ofService)
    .silentWith({ state: 'activating' })
    .silentWith({ state: 'inactive' }),
  expectAlert('NodeSystemdServiceCrashlooping')
    .given(restarts, { perMinute: 1 })
    .firesAfter('18m')
    .with(ofService)
    .notAt({ perMinute: 0.5 }),
  expectAlert('NodeTextFileCollectorScrapeError')
    .given(textFiles, { readable: false })
    .firesAfter('15m')
    .with({ node: 'worker-1', severity: 'warning' })
    .silentWith({ readable: true }),
];
