import { describe, expect, it } from 'vitest';
import { arrowsOf, type Parts, partsOf, type StackFacts, stackSite } from '../../charts/index.js';
import { externalLoki } from '../../examples/external-loki.js';
import { logsOnly } from '../../examples/logs-only.js';
import { minimal } from '../../examples/minimal.js';
import { ownApp } from '../../examples/own-app.js';
import { App, type Manifest, type PlatformName, platform } from '../../lib/index.js';
import { closureOf } from '../../scripts/closure/closure.js';
import { unusedRecordings } from '../../scripts/closure/recorded.js';
import { routedAlerts } from '../../scripts/closure/routed.js';
import { rulesOf } from '../../scripts/closure/rules.js';
import { example } from '../../sites/example.js';

const manifests = (app: App): Manifest[] =>
  app.render().flatMap((file) => file.objects.map((o) => o.manifest));

/** The stack of a site, with its parts changed before they are wired. */
function stackOf(facts: Partial<StackFacts>, change = (parts: Parts): Parts => parts): Manifest[] {
  const app = new App();
  const parts = partsOf(app, stackSite({ ...example, ...facts }));
  for (const arrow of arrowsOf(change(parts))) arrow();
  return manifests(app);
}

/** A part that is wired to others, and neither scraped nor watched nor shown. */
const unwatched = <T extends object>(part: T): T =>
  new Proxy(part, { has: (target, key) => key !== 'scrapeTargets' && key in target });

const alertsOf = (objects: readonly Manifest[]): readonly string[] =>
  (['prometheus', 'loki'] as const)
    .flatMap((by) => rulesOf(objects, by))
    .flatMap(({ rule }) => ('alert' in rule ? [rule.alert] : []));

/** What is read and not there, or made and not read. */
function faultsOf(objects: readonly Manifest[]): readonly string[] {
  const closure = closureOf(objects);
  const alerts = alertsOf(objects);
  return [
    ...closure.faults.filter((fault) => !fault.startsWith('job "shop" has no catalogue')),
    ...unusedRecordings(closure).map(({ name }) => `nobody reads ${name}`),
    ...routedAlerts(objects)
      .filter((name) => !alerts.includes(name))
      .map((name) => `routes or inhibitions name ${name}, which no rule makes`),
  ];
}

const platforms: Readonly<Record<PlatformName, true>> = {
  generic: true,
  kind: true,
  k3s: true,
  talos: true,
  doks: true,
  eks: true,
  gke: true,
  'gke-autopilot': true,
  aks: true,
  openshift: true,
};

/** The parts of the stack that are scraped; but Prometheus, which watches itself wherever it is. */
const watched = Object.entries(partsOf(new App(), stackSite(example)) satisfies Parts).flatMap(
  ([name, part]) =>
    typeof part === 'object' && part !== null && 'scrapeTargets' in part && name !== 'prometheus'
      ? [name]
      : [],
);

/** Parts whose absence others are told of from the start, by the platform that brings them. */
const brought = { nodeExporter: 'node-exporter', kubeStateMetrics: 'kube-state-metrics' } as const;

const without = (name: string): Manifest[] =>
  name in brought
    ? stackOf({
        // The edge: `in` was asked.
        platform: platform('generic', { brings: [brought[name as keyof typeof brought]] }),
      })
    : stackOf({}, (parts) => {
        const part: unknown = parts[name as keyof Parts];
        return { ...parts, [name]: unwatched(part as object) };
      });

describe('what is not there takes its alerts, panels, recordings and routes with it', () => {
  it.each(Object.keys(platforms) as PlatformName[])('on %s', (name) => {
    expect(faultsOf(stackOf({ platform: platform(name) }))).toEqual([]);
  });

  it('where all of the control plane can be reached', () => {
    const controlPlane = [
      'kube-scheduler',
      'kube-controller-manager',
      'etcd',
      'kube-proxy',
    ] as const;
    const objects = stackOf({ platform: platform('generic', { controlPlane }) });
    expect(faultsOf(objects)).toEqual([]);
  });

  it('where neither DNS nor the control plane can be reached', () => {
    const objects = stackOf({ platform: platform('generic', { coreDns: undefined }) });
    expect(faultsOf(objects)).toEqual([]);
  });

  const all = alertsOf(stackOf({}));

  it.each(watched)('without %s, and not without a difference', (name) => {
    const objects = without(name);
    expect(faultsOf(objects)).toEqual([]);
    expect(alertsOf(objects).length).toBeLessThan(all.length);
  });

  it('without an Alertmanager', () => {
    const facts = { alerts: { none: 'somebody else is told' } };
    expect(faultsOf(stackOf(facts))).toEqual([]);
  });

  it('without a way in', () => {
    expect(faultsOf(stackOf({ gateway: undefined, hosts: {} }))).toEqual([]);
  });

  it.each([
    ['minimal', minimal],
    ['logs only', logsOnly],
    ['external Loki', externalLoki],
    ['own app', ownApp],
  ])('in the example %s', (_, made) => {
    expect(faultsOf(manifests(made()))).toEqual([]);
  });

  it('finds what reads a part that is not there', () => {
    expect(watched.length).toBeGreaterThanOrEqual(9);
    const objects = without('loki').filter(
      (o) => !/^(prometheus|loki)-rules/.test(o.metadata.name),
    );
    const rules = stackOf({}).filter((o) => /^(prometheus|loki)-rules/.test(o.metadata.name));
    expect(faultsOf([...objects, ...rules])).not.toEqual([]);
  });
});
