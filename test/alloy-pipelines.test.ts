import { describe, expect, it } from 'vitest';
import type { Alloy, PodLogsOptions } from '../lib/alloy/index.js';
import { platform } from '../lib/core/index.js';
import { inCluster, loki, onNodes, pair } from './alloy-parts.js';
import { objectsOf, testChart } from './support.js';

describe('derives', () => {
  it('one feature from the same call twice', () => {
    const config = (times: number) => {
      const chart = testChart();
      const alloy = inCluster(chart);
      for (let i = 0; i < times; i += 1) {
        alloy.collectClusterEvents({ namespaces: ['shop'] });
        alloy.collectPodLogs({ via: 'api' });
        alloy.scrape(alloy);
      }
      alloy.sendLogsTo(loki);
      alloy.sendMetricsTo(pair);
      return objectsOf(chart);
    };
    expect(config(2)).toEqual(config(1));
  });
});

describe('refuses', () => {
  const here = 'chart/alloy: collectPodLogs';
  const onEveryNode: readonly (readonly [string, (alloy: Alloy) => void, string])[] = [
    [
      'namespaces to read and not to read',
      (alloy) => alloy.collectPodLogs({ namespaces: ['a'], excludeNamespaces: ['b'] }),
      `${here}: namespaces and excludeNamespaces are both given; give one of them`,
    ],
    [
      'no namespace at all',
      (alloy) => alloy.collectPodLogs({ namespaces: [] }),
      `${here}: namespaces "[]" names none; leave it out, or name some`,
    ],
    [
      'a job of nothing',
      (alloy) => alloy.collectPodLogs({ job: [] }),
      `${here}: job "[]" names none; leave it out, or name some`,
    ],
    [
      'what is not the name of a namespace',
      (alloy) => alloy.collectPodLogs({ excludeNamespaces: ['kube-*'] }),
      `${here}: excludeNamespaces ["kube-*"] has "kube-*", which is not a namespace; give lower-case letters, digits and "-"`,
    ],
    [
      'an unknown option',
      (alloy) => alloy.collectPodLogs(JSON.parse('{ "namespace": ["a"] }')),
      `${here}: "namespace" is not a known property; did you mean "namespaces"?`,
    ],
    [
      'a way that there is not',
      (alloy) => alloy.collectPodLogs(JSON.parse('{ "via": "journal" }')),
      `${here}: via "journal" is not one of the choices; choices: files, api`,
    ],
    [
      'two answers to one question',
      (alloy) => {
        alloy.collectPodLogs();
        alloy.collectPodLogs({ podName: 'label' });
      },
      'chart/alloy: collectPodLogs is told {} and {"podName":"label"}; call it once',
    ],
    [
      'an expression that is not RE2',
      (alloy) => alloy.collectPodLogs({ stages: [{ does: 'join', firstLine: '(?=a)' }] }),
      `${here}: stages.firstLine: regex "(?=a)" has the look-around "(?=", which RE2 does not have; match what may be there, or use a second condition`,
    ],
    [
      'another that is not',
      (alloy) => alloy.collectPodLogs({ stages: [{ does: 'drop', matches: 'a)', reason: 'x' }] }),
      `${here}: stages.matches: regex "a)" has a ")" that closes nothing; write "\\)"`,
    ],
    [
      'a stage that there is not',
      (alloy) => alloy.collectPodLogs(JSON.parse('{ "stages": [{ "does": "json" }] }')),
      `${here}: stages.does "json" is not a known stage; choices: join, drop`,
    ],
    [
      'events once a node',
      (alloy) => alloy.collectClusterEvents(),
      `chart/alloy: collectClusterEvents: runsOn "every-node" would bring each event once a node; make an Alloy that runs on 'cluster'`,
    ],
  ];
  it.each(onEveryNode)('on every node %s', (_, call, message) => {
    expect(() => call(onNodes())).toThrow(new Error(message));
  });

  const inTheCluster: readonly (readonly [string, (alloy: Alloy) => void, string])[] = [
    [
      'files of nodes it does not stand on',
      (alloy) => alloy.collectPodLogs(),
      `${here}: via "files" reads the files of the node it stands on, and this Alloy stands on few; give { via: 'api' }, or make an Alloy that runs on 'every-node'`,
    ],
    [
      'events of no namespace',
      (alloy) => alloy.collectClusterEvents({ namespaces: [] }),
      'chart/alloy: collectClusterEvents: namespaces "[]" names none; leave it out, or name some',
    ],
  ];
  it.each(inTheCluster)('in the cluster %s', (_, call, message) => {
    expect(() => call(inCluster())).toThrow(new Error(message));
  });

  it('files where no host path may be mounted', () => {
    const chart = testChart({ platform: platform('generic', { hostPaths: 'none' }) });
    const collect = (options?: PodLogsOptions) => onNodes(chart).collectPodLogs(options);
    expect(() => collect()).toThrow(
      new Error(
        `${here}: via "files" mounts /var/log/pods, which platform "generic" does not allow; give { via: 'api' }`,
      ),
    );
  });
});
