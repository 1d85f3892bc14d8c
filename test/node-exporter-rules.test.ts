import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { IRuleSource } from '../lib/core/index.js';
import { ruleErrors } from '../lib/model/rule-check.js';
import { hostWatch, NodeExporter } from '../lib/node-exporter/index.js';
import { objectOf, testChart } from './support.js';

const context = (...names: readonly string[]) => ({
  cluster: 'test',
  jobs: new Map(names.map((name) => [name, { interval: Duration.seconds(30) }])),
});

const alertsOf = (watch: IRuleSource) =>
  watch
    .rules(context('node-exporter'))
    .flatMap((group) => group.rules.map((rule) => ('alert' in rule ? rule.alert : rule.record)));

describe('offers', () => {
  it('rules about itself and its nodes where it is scraped, sound ones, and none elsewhere', () => {
    const exporter = new NodeExporter(testChart(), 'node-exporter');
    expect(alertsOf(exporter).slice(0, 2)).toEqual([
      'NodeExporterDown',
      'NodeExporterCollectorFailing',
    ]);
    expect(alertsOf(exporter)).toContain('NodeFilesystemAlmostOutOfSpace');
    expect(exporter.rules(context('node-exporter')).flatMap(ruleErrors)).toEqual([]);
    expect(exporter.rules(context('other'))).toEqual([]);
  });
});

describe('derives', () => {
  it('a rule about files of metrics from reading some', () => {
    const exporter = new NodeExporter(testChart(), 'node-exporter', { textFiles: '/var/lib/x' });
    expect(alertsOf(exporter)).toContain('NodeTextFileCollectorScrapeError');
  });

  it('rules about services of systemd from asking for them, over the message bus of the node', () => {
    const chart = testChart();
    const exporter = new NodeExporter(chart, 'node-exporter', { systemd: true });
    const [container] = objectOf(chart, 'DaemonSet', 'node-exporter').spec.template.spec.containers;
    expect(container.args.slice(-3)).toEqual([
      '--collector.systemd',
      '--collector.systemd.enable-restarts-metrics',
      '--collector.systemd.unit-include=.+\\.service',
    ]);
    expect(container.env).toContainEqual({
      name: 'DBUS_SYSTEM_BUS_ADDRESS',
      value: 'unix:path=/host/root/run/dbus/system_bus_socket',
    });
    const failing = exporter
      .rules(context('node-exporter'))
      .flatMap(({ rules }) => rules.filter(({ expr }) => expr.includes('|systemd"')));
    expect(failing).toMatchObject([{ alert: 'NodeExporterCollectorFailing' }]);
    const services = ['NodeSystemdServiceFailed', 'NodeSystemdServiceCrashlooping'];
    expect(alertsOf(exporter)).toEqual(expect.arrayContaining(services));
    const none = alertsOf(new NodeExporter(testChart(), 'node-exporter'));
    expect(services.filter((name) => none.includes(name))).toEqual([]);
  });

  it('no rule about what is not measured: connections, from an Alloy', () => {
    const tracked = 'NodeHighNumberConntrackEntriesUsed';
    const all = alertsOf(hostWatch({ tracksConnections: true }));
    expect(all.filter((name) => name === tracked)).toHaveLength(2);
    expect(alertsOf(hostWatch())).toEqual(all.filter((name) => name !== tracked));
  });
});
