import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  blackHole,
  type Inhibition,
  pathText,
  type RootRoute,
  Routing,
  route,
  slack,
  timeInterval,
} from '../lib/alertmanager/index.js';
import { everything, made, plain, ref, team } from './alertmanager-parts.js';

const other = slack({ name: 'other', webhook: ref('slack') });
const names = (receivers: readonly { readonly name: string }[]) => receivers.map((r) => r.name);
const labels = { cluster: 'test', namespace: 'a', alertname: 'X', severity: 'warning', pod: 'x-0' };
const tree = (...routes: NonNullable<RootRoute['routes']>): RootRoute => ({
  receiver: team,
  routes,
});
const ways = (root: RootRoute, of: Readonly<Record<string, string>> = labels) =>
  new Routing(root).of(of).deliveries;

describe('an alert takes its way', () => {
  it('to the root where no route has it', () => {
    const [way, ...more] = ways(tree(route({ match: { severity: 'critical' }, receiver: other })));
    expect(more).toEqual([]);
    expect(way?.receiver).toBe(team);
    expect(way && pathText(way)).toBe('root');
  });

  it('to the deepest route that has it, before that one itself', () => {
    const below = route({ match: { pod: { re: 'x-.*' } } });
    const found = ways(
      tree(route({ match: { alertname: 'X' }, receiver: other, routes: [below] })),
    );
    expect(found.map(pathText)).toEqual(['{alertname="X"} → {pod=~"x-.*"}']);
    expect(names(found.map((way) => way.receiver))).toEqual(['other']);
  });

  it('to the next as well where the first lets it go on, and no further', () => {
    const found = ways(
      tree(
        route({ match: { alertname: 'X' }, receiver: other, continue: true }),
        route({ match: { namespace: 'a' } }),
        route({ match: { severity: 'warning' } }),
      ),
    );
    expect(found.map(pathText)).toEqual(['{alertname="X"}', '{namespace="a"}']);
  });

  it('twice to a receiver of two routes, who is told of as one', () => {
    const both = tree(
      route({ match: { alertname: 'X' }, receiver: other, continue: true }),
      route({ match: {}, receiver: other }),
    );
    const fate = new Routing(both).of(labels);
    expect(fate.deliveries).toHaveLength(2);
    expect(names(fate.told)).toEqual(['other']);
  });

  it('to a black hole, of which nobody is told', () => {
    const hole = blackHole({ reason: 'a demonstration' });
    const fate = new Routing(tree(route({ match: {}, receiver: hole }))).of(labels);
    expect(names(fate.deliveries.map((way) => way.receiver))).toEqual(['black-hole']);
    expect(fate.told).toEqual([]);
  });

  it('as the component knows it', () => {
    const { routes } = made({ routes: everything() }).alertmanager;
    expect(names(routes.of({ severity: 'critical', team: 'db' }).told)).toEqual([
      'archive',
      'on-call',
    ]);
    expect(routes.of({ alertname: 'Watchdog' }).deliveries.map((way) => way.beats)).toEqual([true]);
  });
});

describe('an alert joins a group', () => {
  const group = (root: RootRoute) => ways(root)[0]?.group;

  it('of the labels of the root', () => {
    expect(group(plain)).toEqual({ cluster: 'test', namespace: 'a', alertname: 'X' });
  });

  it('of those that it has, none of them empty', () => {
    const root = { ...plain, groupBy: ['alertname', 'job', 'namespace'] };
    const [way] = ways(root, { alertname: 'X', job: '' });
    expect(way?.group).toEqual({ alertname: 'X' });
  });

  it('of its own by "..."', () => {
    expect(group(tree(route({ match: {}, groupBy: ['...'] })))).toEqual(labels);
  });

  it('of all alerts by no label', () => {
    expect(group(tree(route({ match: {}, groupBy: [] })))).toEqual({});
  });

  it('as the route above does, unless its own says otherwise', () => {
    const [way] = ways(
      tree(
        route({
          match: {},
          groupBy: ['...'],
          groupWait: Duration.seconds(1),
          routes: [route({ match: {}, groupInterval: Duration.minutes(1) })],
        }),
      ),
    );
    expect(way?.group).toEqual(labels);
    expect(way?.groupWait.toSeconds()).toBe(1);
    expect(way?.groupInterval.toMinutes()).toBe(1);
    expect(way?.repeatInterval.toHours()).toBe(12);
  });
});

describe('an alert is hidden by another', () => {
  const critical = { ...labels, severity: 'critical' };
  const rule = (change: Partial<Inhibition> = {}): Inhibition => ({
    source: { severity: 'critical' },
    target: { severity: 'warning' },
    equal: ['namespace'],
    ...change,
  });
  const hidden = (firing: Readonly<Record<string, string>>, inhibition = rule(), target = labels) =>
    new Routing(plain, [inhibition]).of(target, { firing: [firing] }).inhibitedBy.length > 0;

  it('and is told to nobody, though it has its way', () => {
    const fate = new Routing(plain).of(labels, { firing: [critical, labels] });
    expect(fate.inhibitedBy).toEqual([critical]);
    expect(fate.told).toEqual([]);
    expect(fate.deliveries).toHaveLength(1);
  });

  it('where they agree in all labels of `equal`', () => {
    expect(hidden(critical)).toBe(true);
    expect(hidden({ ...critical, namespace: 'b' })).toBe(false);
    expect(hidden({ ...critical, namespace: 'b' }, rule({ equal: [] }))).toBe(true);
    expect(hidden(critical, rule({ equal: ['namespace', 'severity'] }))).toBe(false);
  });

  it('where both lack a label of `equal`, or one has it empty', () => {
    expect(hidden(critical, rule({ equal: ['zone'] }))).toBe(true);
    expect(hidden({ ...critical, zone: '' }, rule({ equal: ['zone'] }))).toBe(true);
    expect(hidden({ ...critical, zone: 'z' }, rule({ equal: ['zone'] }))).toBe(false);
  });

  it('only where that one is a source, and it is a target', () => {
    expect(hidden({ ...labels, pod: 'x-1' })).toBe(false);
    expect(hidden(critical, rule(), { ...labels, severity: 'info' })).toBe(false);
  });

  it('never by itself, nor by one that it could hide', () => {
    const mutual = rule({ source: { alertname: 'X' }, target: { namespace: 'a' }, equal: [] });
    expect(hidden(labels, mutual)).toBe(false);
    expect(hidden(critical, mutual)).toBe(false);
    expect(hidden({ alertname: 'X', namespace: 'b' }, mutual)).toBe(true);
    expect(hidden(critical, mutual, { ...labels, alertname: 'Y' })).toBe(true);
  });

  it('by one that is hidden itself', () => {
    const info = { ...labels, severity: 'info' };
    const { inhibitedBy } = new Routing(plain).of(info, { firing: [critical, labels, info] });
    expect(inhibitedBy).toEqual([critical, labels]);
  });
});

describe('a route is silent at times', () => {
  const monday = timeInterval('monday', { days: ['monday'] });
  const morning = timeInterval('morning', { times: [{ from: '06:00', to: '12:00' }] });
  const mutedBy = (props: object, at?: string) =>
    new Routing(tree(route({ match: { alertname: 'X' }, ...props })))
      .of(labels, at ? { at: new Date(at) } : {})
      .deliveries.map((way) => way.mutedBy);

  it('that mute it, and names those that do', () => {
    const props = { muteDuring: [monday, morning] };
    expect(mutedBy(props, '2026-03-02T07:00:00Z')).toEqual([['monday', 'morning']]);
    expect(mutedBy(props, '2026-03-02T12:00:00Z')).toEqual([['monday']]);
    expect(mutedBy(props, '2026-03-03T12:00:00Z')).toEqual([[]]);
  });

  it('that are none of its own to speak, and names them all', () => {
    const props = { activeDuring: [monday, morning] };
    expect(mutedBy(props, '2026-03-03T12:00:00Z')).toEqual([['monday', 'morning']]);
    expect(mutedBy(props, '2026-03-03T07:00:00Z')).toEqual([[]]);
  });

  it('that mute it while it may speak', () => {
    const props = { activeDuring: [monday], muteDuring: [morning] };
    expect(mutedBy(props, '2026-03-02T07:00:00Z')).toEqual([['morning']]);
    expect(mutedBy(props, '2026-03-03T07:00:00Z')).toEqual([['monday']]);
  });

  it('of its own only: a branch does not have them from above', () => {
    const props = { muteDuring: [monday], routes: [route({ match: { namespace: 'a' } })] };
    expect(mutedBy(props, '2026-03-02T07:00:00Z')).toEqual([[]]);
  });

  it('and not where no moment is given', () => {
    expect(mutedBy({ activeDuring: [monday] })).toEqual([[]]);
  });
});
