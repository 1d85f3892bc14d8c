import { Size } from 'cdk8s';
import { bytes } from '../../../lib/model/units.js';
import { expectAlert } from '../expect-alert.js';
import { series } from '../inputs.js';

const target = { job: 'shop', namespace: 'shop', instance: '10.0.0.1:8080' };

/** Targets of one job, some of which do not answer. */
const targets = ({ down, up }: { down: number; up: number }) =>
  Array.from({ length: down + up }, (_, i) =>
    series('up', { ...target, instance: `10.0.0.${i}:8080` }, i < down ? 0 : 1),
  );

/** A target that shows so many samples, of so many that it may; 0 is no limit. */
const samples = ({ shown, limit }: { shown: number; limit: number }) => [
  series('scrape_samples_post_metric_relabeling', target, shown),
  series('scrape_sample_limit', target, limit),
];

const body = ({ mebibytes }: { mebibytes: number }) => [
  series('scrape_body_size_bytes', target, mebibytes * bytes(Size.mebibytes(1))),
];

/** A target that takes so long, of the time it has. */
const slow = ({ seconds, timeout }: { seconds: number; timeout: number }) => [
  series('scrape_duration_seconds', target, seconds),
  series('scrape_timeout_seconds', target, timeout),
];

export default [
  expectAlert('TargetDown')
    .given(targets, { down: 2, up: 8 })
    .firesAfter('10m')
    .with({ job: 'shop', namespace: 'shop', severity: 'warning' })
    .notAt({ down: 0 })
    .silentWith({ up: 30 })
    .ofAnyJob(),
  expectAlert('TargetNearSampleLimit')
    .given(samples, { shown: 810, limit: 1000 })
    .firesAfter('15m')
    .with({ job: 'shop', instance: '10.0.0.1:8080', severity: 'warning' })
    .notAt({ shown: 790 })
    .silentWith({ limit: 0 })
    .ofAnyJob(),
  expectAlert('TargetNearBodySizeLimit')
    .given(body, { mebibytes: 103 })
    .firesAfter('15m')
    .with({ job: 'shop' })
    .notAt({ mebibytes: 102 })
    .silentWith({ mebibytes: 1 })
    .ofAnyJob(),
  expectAlert('TargetNearTimeout')
    .given(slow, { seconds: 8.1, timeout: 10 })
    .firesAfter('30m')
    .with({ job: 'shop', severity: 'info' })
    .notAt({ seconds: 7.9 })
    .silentWith({ timeout: 30 })
    .ofAnyJob(),
];
