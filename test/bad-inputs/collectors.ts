import type { Permission } from '../../lib/core/index.js';
import { block, component } from '../../lib/model/alloy.js';
import { alloyConfig } from '../../lib/model/alloy-printer.js';
import { Sample } from '../core/parts.js';
import { testChart } from '../support.js';
import { alloy, type Row, untyped } from './row.js';

const events = (runsOn: 'cluster' | 'every-node', replicas?: number) => () => {
  const agent = alloy({ runsOn, replicas });
  agent.collectClusterEvents();
  return agent;
};

const write = component('loki.write', 'logs');
const lines = (to: readonly unknown[], label = 'pods') =>
  component('loki.process', label, untyped({ forward_to: to }));
const config =
  (...blocks: Parameters<typeof alloyConfig>[0][number][]) =>
  () =>
    alloyConfig(blocks);

/** A component of one's own that may do this. */
const allowed = (changes: object) => () => {
  const permission: Permission = {
    ...{ apiGroup: '', resources: ['pods'], verbs: ['list', 'watch'], reason: 'finds pods' },
    ...changes,
  };
  const workload = new Sample(testChart()).run();
  workload.allow('cluster', permission);
  return workload;
};
const at = 'chart/sample/Workload-';

export const collectors: readonly Row[] = [
  {
    row: 48,
    bad: [
      [
        'events, once a node',
        events('every-node'),
        'chart/alloy: collectClusterEvents: runsOn "every-node" would bring each event once a node; make an Alloy that runs on \'cluster\'',
      ],
    ],
    near: [['events of replicas that share them', events('cluster', 2)]],
  },
  {
    row: 50,
    bad: [
      [
        'a component that is not there',
        config(lines([write.export('receiver')])),
        'alloy loki.process.pods: reference "loki.write.logs.receiver" points at a component that is not in the config; add that component',
      ],
      [
        'a name for two',
        config(write, component('loki.write', 'logs')),
        'alloy config: block "loki.write.logs" is given twice; give it once, or each a label of its own',
      ],
      [
        'a circle',
        config(lines([component('loki.process', 'pods').export('receiver')])),
        'alloy config: references "loki.process.pods -> loki.process.pods" form a circle, which Alloy does not load; take one of them away',
      ],
      [
        'lines for what takes samples',
        config(lines([component('prometheus.remote_write', 'metrics').export('receiver')])),
        'alloy loki.process.pods: forward_to "prometheus.remote_write.metrics.receiver" does not take what it sends; point at the receiver of a loki component',
      ],
      [
        'a label that is no identifier',
        config(component('loki.write', 'my-logs')),
        'alloy loki.write: label "my-logs" is not an identifier; use letters, digits and underscores, with no digit first',
      ],
      [
        'what is experimental',
        config(component('loki.write', 'logs', {}, [block('wal', { enabled: true })])),
        'alloy loki.write.logs: "wal" is experimental in Alloy; leave it out and set max_backoff_retries = 0 in the endpoint, which keeps each batch until it is taken',
      ],
    ],
    near: [['a reference to what comes later', config(lines([write.export('receiver')]), write)]],
  },
  {
    row: 51,
    bad: [
      [
        'a way into every pod',
        allowed({ resources: ['nodes/proxy'] }),
        `${at}: permission on "nodes/proxy" is a way to more than it says; ask "nodes/metrics": with the proxy, who reads can run a command in any pod`,
      ],
      [
        'a word that grants nothing',
        allowed({ resources: ['pods/logs'] }),
        `${at}: permission on "pods/logs" is on nothing; did you mean "pods/log"?`,
      ],
      [
        'every verb',
        allowed({ verbs: ['*'] }),
        `${at}: permission on "pods": verbs ["*"] has "*", which is not one of the choices; choices: get, list, watch, create`,
      ],
      [
        'every resource',
        allowed({ resources: ['*'] }),
        `${at}: permission on "*": is on whatever there will be; name what is read`,
      ],
      [
        'every group',
        allowed({ apiGroup: '*' }),
        `${at}: permission on "pods": apiGroup "*" is not an API group; name one; the core group is ''`,
      ],
      [
        'something for nothing',
        allowed({ reason: '' }),
        `${at}: permission on "pods": reason "" is not a text; give a string that is not empty`,
      ],
    ],
    near: [['what a feature needs', allowed({ resources: ['pods', 'pods/log'], verbs: ['get'] })]],
  },
];
