import { type Job, jobsOf, writtenJobsOf } from '../../scripts/closure/jobs.js';
import { houseRule } from './house.js';

/** Where a target is, as its series say it: dashboards and rules ask by these and by no other. */
const ofPods = ['cluster', 'container', 'namespace', 'node', 'pod'];
const ofNodes = ['cluster', 'node'];

/** What every scraper sets itself, and what tells the three pages of a kubelet apart. */
const besides = ['instance', 'job', 'metrics_path'];

/** What some jobs lack, or have besides, and why. */
const others: Readonly<
  Record<
    string,
    {
      readonly reason: string;
      readonly lacks: readonly string[];
      readonly has?: readonly string[];
    }
  >
> = {
  coredns: {
    reason: 'its pods are found by labels alone: which container listens, no platform says alike',
    lacks: ['container'],
  },
  'blackbox-exporter-probes': {
    reason: 'its series are about a host outside, and the way it was asked; who asked is no matter',
    lacks: ['container', 'namespace', 'node', 'pod'],
    has: ['module'],
  },
};

const labelsOf = (job: Job): readonly string[] =>
  (job.relabel_configs ?? []).flatMap(({ target_label: label }) =>
    label === undefined || label.startsWith('__') ? [] : [label],
  );

houseRule('who scrapes a target does not show: the labels that say where it is are the same', {
  judge: (objects) => {
    const jobs = [...jobsOf(objects), ...writtenJobsOf(objects)];
    const faults = jobs.flatMap((job) => {
      const nodes = job.kubernetes_sd_configs?.some(({ role }) => role === 'node');
      const expected = nodes ? ofNodes : ofPods;
      const labels = labelsOf(job);
      const { lacks = [], has = [] } = others[job.job_name] ?? {};
      return [
        ...expected
          .filter((label) => labels.includes(label) === lacks.includes(label))
          .map((label) => `job "${job.job_name}" lacks ${label}, or no longer does`),
        ...labels
          .filter((label) => ![...expected, ...besides, ...has].includes(label))
          .map((label) => `job "${job.job_name}" has ${label}, which no other has`),
        ...has
          .filter((label) => !labels.includes(label))
          .map((label) => `job "${job.job_name}" no longer has ${label}`),
      ];
    });
    return { saw: jobs.length, faults };
  },
  atLeast: { stack: 16, 'severed-blog': 15 },
  mutations: {
    'a label of another name': (o) => {
      const { data } = o.get('ConfigMap', 'prometheus-config');
      for (const file of Object.keys(data))
        data[file] = data[file].replace('target_label: node\n', 'target_label: host\n');
    },
    'series that do not say of which cluster they are': (o) => {
      const { data } = o.get('ConfigMap', 'prometheus-config');
      for (const file of Object.keys(data))
        data[file] = data[file].replace('target_label: cluster\n', 'target_label: __x\n');
    },
  },
  blogMutations: {
    'a label of another name, of an agent': (o) => {
      const { data } = o.get('ConfigMap', 'alloy-config');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll(
          /target_label( +)= "pod"/g,
          'target_label$1= "pod_name"',
        );
    },
    'an agent that does not say of which cluster it writes': (o) => {
      const { data } = o.get('ConfigMap', 'alloy-config');
      for (const file of Object.keys(data))
        data[file] = data[file].replaceAll('\t\tcluster = ', '\t\tsite = ');
    },
  },
});
