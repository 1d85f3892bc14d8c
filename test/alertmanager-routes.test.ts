import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  blackHole,
  heartbeat,
  type RootRoute,
  receiversOf,
  route,
  slack,
} from '../lib/alertmanager/index.js';
import { everything, made, type Refusals, ref, secretRule, untyped } from './alertmanager-parts.js';

const names = (root: RootRoute, labels: Readonly<Record<string, string>>) =>
  receiversOf(root, labels).map((receiver) => receiver.name);

// What `amtool config routes test` says of golden/alertmanager/full.yml.
const told: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
  [{ alertname: 'Watchdog' }, ['heartbeat']],
  [{ severity: 'critical' }, ['archive', 'on-call']],
  [{ severity: 'critical', namespace: 'load-tests' }, ['archive', 'black-hole']],
  [{ severity: 'critical', team: 'db' }, ['archive', 'on-call']],
  [{ severity: 'warning', namespace: 'team-12' }, ['archive', 'bot']],
  [{ severity: 'warning', namespace: 'my-team-12' }, ['archive', 'team']],
  [{}, ['archive', 'team']],
];

describe('finds its receivers', () => {
  it.each(told)('%o', (labels, receivers) => {
    expect(names(everything(), labels)).toEqual(receivers);
  });

  it('by each kind of matcher, an absent label being an empty one', () => {
    const [a, b] = [slack({ webhook: ref('slack'), name: 'a' }), slack({ webhook: ref('slack') })];
    const found = (match: Parameters<typeof route>[0]['match'], labels: Record<string, string>) =>
      names({ receiver: b, routes: [route({ match, receiver: a })] }, labels).includes('a');
    expect(found({ x: { not: 'y' } }, {})).toBe(true);
    expect(found({ x: { notRe: 'y|z' } }, { x: 'z' })).toBe(false);
    expect(found({ x: { re: '' } }, {})).toBe(true);
    expect(found({ x: { re: '(?i)y' } }, { x: 'Y' })).toBe(true);
    expect(found({ x: { re: '(?P<n>y)' } }, { x: 'y' })).toBe(true);
    expect(found({ x: 'y', z: { re: '.+' } }, { x: 'y' })).toBe(false);
  });
});

describe('tells somebody of what is critical', () => {
  const nowhere = blackHole({ name: 'nowhere', reason: 'a demonstration' });
  const faults = (routes: RootRoute) => made({ routes }).alertmanager.node.validate();

  it('or refuses', () => {
    expect(faults({ receiver: nowhere })).toEqual([
      'chart/alertmanager: alerts with severity="critical" reach only the black hole "nowhere"; give them a route to somebody: route({ match: { severity: \'critical\' }, receiver })',
    ]);
  });

  it('by a route of its own, with nobody told of the rest', () => {
    const onCall = slack({ webhook: ref('slack') });
    const routes = [route({ match: { severity: 'critical' }, receiver: onCall })];
    expect(faults({ receiver: nowhere, routes })).toEqual([]);
  });

  it('though some of it may go nowhere, for a reason', () => {
    const routes = [route({ match: { namespace: 'load-tests' }, receiver: nowhere })];
    expect(faults({ receiver: slack({ webhook: ref('slack') }), routes })).toEqual([]);
  });
});

describe('refuses routes', () => {
  const match = { severity: 'critical' };
  const matchers =
    "is not a set of matchers; give { severity: 'critical' }, or { namespace: { re: 'team-.*' } }";
  const refusals: Refusals = [
    [
      'to a receiver by its name',
      () => route({ match, receiver: untyped('team') }),
      'route: receiver "team" is not a receiver; give what slack(…), receiver(…), blackHole(…) or the like made',
    ],
    [
      'that group by everything and more',
      () => route({ match, groupBy: ['...', 'job'] }),
      'route: groupBy ["...","job"] has "..." beside other labels; give "..." alone for a message an alert, or leave it out',
    ],
    [
      'that group by a label twice',
      () => route({ match, groupBy: ['job', 'job'] }),
      'route: groupBy ["job","job"] names "job" twice; name each label once',
    ],
    [
      'that group by what is no label',
      () => route({ match, groupBy: ['my job'] }),
      'route: groupBy ["my job"] has "my job", which is no label name; give letters, digits and "_"',
    ],
    [
      'that look at their groups without a pause',
      () => route({ match, groupInterval: Duration.seconds(0) }),
      'route: groupInterval "0 seconds" is not longer than zero; give a positive Duration',
    ],
    [
      'that repeat without a pause',
      () => route({ match, repeatInterval: Duration.seconds(0) }),
      'route: repeatInterval "0 seconds" is not longer than zero; give a positive Duration',
    ],
    [
      'with a duration as text',
      () => route({ match, groupWait: untyped('30s') }),
      'route: groupWait "30s" is not a Duration; give Duration.seconds(30), from \'cdk8s\'',
    ],
    [
      'with a matcher in text',
      () => route({ match: untyped('severity = "a" b') }),
      `route: match "severity = \\"a\\" b" ${matchers}`,
    ],
    [
      'with a matcher of no kind',
      () => route({ match: untyped({ severity: { regex: 'a' } }) }),
      `route: match {"severity":{"regex":"a"}} ${matchers}`,
    ],
    [
      'with a matcher of two kinds',
      () => route({ match: untyped({ severity: { re: 'a', not: 'b' } }) }),
      `route: match {"severity":{"re":"a","not":"b"}} ${matchers}`,
    ],
    [
      'with the matchers of old',
      () => route(untyped({ match, match_re: { namespace: 'a|b' } })),
      'route: "match_re" is not a known property; known: activeDuring, continue, groupBy, groupInterval, groupWait, match, muteDuring, receiver, repeatInterval, routes',
    ],
    [
      'at times that are known by name only',
      () => route({ match, muteDuring: untyped(['nights']) }),
      'route: muteDuring ["nights"] has "nights", which is not a time interval; give what timeInterval(…) made',
    ],
    [
      'with branches that are none',
      () => route({ match, routes: untyped([{ match }]) }),
      'route: routes [{"match":{"severity":"critical"}}] has {"match":{"severity":"critical"}}, which is not a route; make it by route(…) or heartbeat(…)',
    ],
    [
      'that tell of life too often',
      () => heartbeat({ url: ref('beat'), interval: Duration.seconds(5) }),
      'heartbeat: interval "5 seconds" is shorter than 10 seconds; give 10 seconds or more',
    ],
    [
      'that tell of life where all can read',
      () => heartbeat({ url: untyped('https://beat.example.com/x') }),
      `heartbeat: url "https://beat.example.com/x" ${secretRule}`,
    ],
  ];
  it.each(refusals)('%s', (_, attempt, message) => {
    expect(attempt).toThrow(new Error(message));
  });

  it.each([
    ['that group by everything', () => route({ match, groupBy: ['...'] })],
    ['that group by nothing', () => route({ match, groupBy: [] })],
    ['that wait for nobody', () => route({ match, groupWait: Duration.seconds(0) })],
    ['with no receiver of their own', () => route({ match: { a: { notRe: '' }, b: '' } })],
    [
      'that tell of life every ten seconds',
      () => heartbeat({ url: ref('a'), interval: Duration.seconds(10) }),
    ],
  ])('but not those %s', (_, attempt) => {
    expect(attempt).not.toThrow();
  });
});
