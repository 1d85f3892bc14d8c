import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  Alertmanager,
  type AlertmanagerProps,
  heartbeat,
  type RootRoute,
  route,
  slack,
  timeInterval,
} from '../lib/alertmanager/index.js';
import { made, type Refusals, ref, team, untyped } from './alertmanager-parts.js';
import { testChart } from './support.js';

describe('refuses', () => {
  const tree = (routes: RootRoute) => () => made({ routes });
  const all = { match: {} };
  const everyMinute = { groupInterval: Duration.minutes(1), repeatInterval: Duration.minutes(1) };
  const refusals: Refusals = [
    [
      'to be told nothing of routes',
      () => new Alertmanager(testChart(), 'alertmanager', untyped({})),
      'chart/alertmanager: routes is missing: nobody would be told of any alert; give { receiver: slack({ webhook, channel }) }, or leave Alertmanager out of the site',
    ],
    [
      'a root that is a text',
      tree(untyped('team')),
      'chart/alertmanager: routes "team" is not an object; give an object',
    ],
    [
      'a root without a receiver',
      tree(untyped({})),
      'chart/alertmanager: routes: receiver is missing; it has no default',
    ],
    [
      'a root to a receiver by its name',
      tree({ receiver: untyped('team') }),
      'chart/alertmanager: routes: receiver "team" is not a receiver; give what slack(…), receiver(…), blackHole(…) or the like made',
    ],
    ...['match', 'continue', 'activeDuring', 'muteDuring'].map(
      (key) =>
        [
          `a root with "${key}"`,
          tree(untyped({ receiver: team, [key]: {} })),
          `chart/alertmanager: routes has "${key}", which the root cannot have: every alert ends there; move it to a route below`,
        ] as const,
    ),
    [
      'two receivers of one name',
      tree({
        receiver: team,
        routes: [
          route({ match: { a: 'b' }, receiver: slack({ name: 'team', webhook: ref('s') }) }),
        ],
      }),
      'chart/alertmanager: receiver name "team" stands for two; make it once and use it twice, or rename one',
    ],
    [
      'two time intervals of one name',
      tree({
        receiver: team,
        routes: [
          route({
            match: { a: 'b' },
            muteDuring: [timeInterval('t', { days: ['monday'] })],
            activeDuring: [timeInterval('t', { days: ['friday'] })],
          }),
        ],
      }),
      'chart/alertmanager: time interval name "t" stands for two; make it once and use it twice, or rename one',
    ],
    [
      'a route that takes all from those after it',
      tree({ receiver: team, routes: [route(all), route({ match: { a: 'b' } })] }),
      'chart/alertmanager: route {} takes every alert and leaves none to the routes after it; move it to the end, or let it continue: true',
    ],
    [
      'a route that takes all from the one above',
      tree({
        receiver: team,
        routes: [route({ ...all, continue: true }), route({ match: { a: 'b' } })],
      }),
      'chart/alertmanager: route {} takes every alert, even where it continues, and leaves none to the root; end the list with route({ match: {}, receiver })',
    ],
    [
      'a branch that takes all from the one above',
      tree({
        receiver: team,
        routes: [route({ match: { a: 'b' }, routes: [route({ ...all, continue: true })] })],
      }),
      'chart/alertmanager: route {} takes every alert, even where it continues, and leaves none to route {a="b"}; end the list with route({ match: {}, receiver })',
    ],
    [
      'a root that repeats at uncertain times',
      tree({ receiver: team, ...everyMinute }),
      'chart/alertmanager: repeatInterval "1 minute" of the root is not longer than its groupInterval "1 minute"; give a multiple of it, as it is rounded up to one',
    ],
    [
      'a route that repeats sooner than what it has from above lets it',
      tree({
        receiver: team,
        routes: [route({ match: { a: 'b' }, repeatInterval: Duration.minutes(1) })],
      }),
      'chart/alertmanager: repeatInterval "1 minute" of route {a="b"} is not longer than its groupInterval "5 minutes"; give a multiple of it, as it is rounded up to one',
    ],
    [
      'to repeat later than it remembers',
      tree({ receiver: team, repeatInterval: Duration.days(7) }),
      'chart/alertmanager: repeatInterval "7 days" of the root is longer than retention "5 days", after which all is told anew; give a longer retention',
    ],
    [
      'a matcher that RE2 cannot read',
      tree({ receiver: team, routes: [route({ match: { a: { re: 'a(?=b)' } } })] }),
      'matcher a: regex "a(?=b)" has the look-around "(?=", which RE2 does not have; match what may be there, or use a second condition',
    ],
  ];
  it.each(refusals)('%s', (_, attempt, message) => {
    expect(attempt).toThrow(new Error(message));
  });

  const props: readonly (readonly [string, Partial<AlertmanagerProps>, string])[] = [
    [
      'four replicas',
      { replicas: untyped(4) },
      'replicas 4 is not a whole number in range; give 1 to 3',
    ],
    [
      'an unknown property',
      untyped({ replica: 3 }),
      '"replica" is not a known property; did you mean "replicas"?',
    ],
    [
      'an inhibition by everything',
      { inhibitions: [{ source: {}, target: { a: 'b' }, equal: [] }] },
      'inhibitions[0]: source matches every alert; give matchers',
    ],
    [
      'an inhibition of everything',
      { inhibitions: [{ source: { a: 'b' }, target: {}, equal: [] }] },
      'inhibitions[0]: target matches every alert; give matchers',
    ],
    [
      'an inhibition that does not say in what both agree',
      { inhibitions: [untyped({ source: { a: 'b' }, target: { a: 'c' } })] },
      'inhibitions[0]: equal is missing; it has no default',
    ],
    [
      'an inhibition by what is no label',
      { inhibitions: [{ source: { a: 'b' }, target: { a: 'c' }, equal: ['a b'] }] },
      'inhibitions[0]: equal ["a b"] has "a b", which is no label name; give letters, digits and "_"',
    ],
    [
      'a link to nowhere',
      { links: { grafana: 'grafana.example.com' } },
      'links: grafana "grafana.example.com" is not an http(s) address; give https://host[:port][/path]',
    ],
    [
      'a link to something else',
      { links: untyped({ graphana: 'https://grafana.example.com' }) },
      'links: "graphana" is not a known property; did you mean "grafana"?',
    ],
    [
      'a prefix that is no path',
      { routePrefix: 'alerts/' },
      'routePrefix "alerts/" is not a path; give one as "/alerts"',
    ],
  ];
  it.each(props)('%s', (_, given, message) => {
    expect(() => made(given)).toThrow(new Error(`chart/alertmanager: ${message}`));
  });

  it('to be exposed at two addresses', () => {
    const { alertmanager } = made();
    alertmanager.exposedAt('https://a.example.com');
    expect(() => alertmanager.exposedAt('https://b.example.com')).toThrow(
      new Error(
        'chart/alertmanager: url "https://b.example.com" is a second one beside "https://a.example.com"; route one host to it: its links lead to one',
      ),
    );
  });

  it('to be exposed at another path than it serves', () => {
    expect(() => made().alertmanager.exposedAt('https://a.example.com/alerts')).toThrow(
      new Error(
        'chart/alertmanager: url "https://a.example.com/alerts" has another path than "/", where it serves; give it a host of its own',
      ),
    );
  });

  it('to be exposed at what is no address', () => {
    expect(() => made().alertmanager.exposedAt('a.example.com')).toThrow(
      new Error(
        'chart/alertmanager: url "a.example.com" is not an http(s) address; give https://host[/path]',
      ),
    );
  });

  it.each([
    [
      'one receiver in two routes',
      tree({ receiver: team, routes: [route({ match: { a: 'b' }, receiver: team })] }),
    ],
    [
      'a route that takes all, at the end',
      tree({ receiver: team, routes: [route({ match: { a: 'b' } }), route(all)] }),
    ],
    [
      'a route that takes a copy of all, and another that takes all',
      tree({ receiver: team, routes: [route({ ...all, continue: true }), route(all)] }),
    ],
    [
      'a repetition once more than a look',
      tree({ receiver: team, repeatInterval: Duration.minutes(10) }),
    ],
    [
      'a repetition of just what it remembers',
      tree({ receiver: team, repeatInterval: Duration.days(5) }),
    ],
    [
      'a heartbeat below any root',
      tree({ receiver: team, routes: [heartbeat({ url: ref('beat') })] }),
    ],
    ['no inhibition', () => made({ inhibitions: [] })],
  ])('but not %s', (_, attempt) => {
    expect(attempt).not.toThrow();
  });
});
