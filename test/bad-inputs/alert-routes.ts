import { Duration } from 'cdk8s';
import {
  blackHole,
  heartbeat,
  type RouteProps,
  receiver,
  route,
  slack,
} from '../../lib/alertmanager/index.js';
import { alertmanager, atSynth, type Row, ref, routed, team, untyped } from './row.js';

const branch = (props: object) => () =>
  routed({ receiver: team, routes: [route({ match: { a: 'b' }, ...props } as RouteProps)] });
const hole = blackHole({ name: 'load-tests', reason: 'load tests break things by design' });
const notReceiver =
  'is not a receiver; give what slack(…), receiver(…), blackHole(…) or the like made';
const notMatchers =
  "is not a set of matchers; give { severity: 'critical' }, or { namespace: { re: 'team-.*' } }";

export const alertRoutes: readonly Row[] = [
  {
    row: 34,
    bad: [
      [
        'a receiver by its name',
        branch({ receiver: 'team' }),
        `route: receiver "team" ${notReceiver}`,
      ],
      [
        'the same at the root',
        () => routed({ receiver: untyped('team') }),
        `chart/alertmanager: routes: receiver "team" ${notReceiver}`,
      ],
    ],
    near: [['one receiver in two routes', branch({ receiver: team })]],
  },
  {
    row: 35,
    bad: [
      [
        'a receiver that tells nobody',
        () => receiver('team'),
        'receiver "team": has no integration and would tell nobody, silently; give it one, or say why there is none: blackHole({ name, reason })',
      ],
      [
        'nobody, and no reason',
        () => blackHole(untyped({ name: 'null' })),
        'black hole: reason is missing; it has no default',
      ],
      [
        'what is critical told to nobody',
        () => routed({ receiver: hole }),
        atSynth(
          'chart/alertmanager: alerts with severity="critical" reach only the black hole "load-tests"; give them a route to somebody: route({ match: { severity: \'critical\' }, receiver })',
        ),
      ],
      [
        'a heartbeat that beats nowhere',
        () => heartbeat(untyped({})),
        'heartbeat: url is missing; it has no default',
      ],
    ],
    near: [
      ['a black hole with a reason, for some', branch({ receiver: hole })],
      ['a heartbeat', () => routed({ receiver: team, routes: [heartbeat({ url: ref('beat') })] })],
    ],
  },
  {
    row: 36,
    bad: [
      [
        'one name for two receivers',
        branch({ receiver: slack({ name: 'team', webhook: ref('other') }) }),
        'chart/alertmanager: receiver name "team" stands for two; make it once and use it twice, or rename one',
      ],
      ...['match', 'continue'].map(
        (key) =>
          [
            `a root with "${key}"`,
            () => routed(untyped({ receiver: team, [key]: {} })),
            `chart/alertmanager: routes has "${key}", which the root cannot have: every alert ends there; move it to a route below`,
          ] as const,
      ),
      [
        'each alert alone, and by job',
        branch({ groupBy: ['...', 'job'] }),
        'route: groupBy ["...","job"] has "..." beside other labels; give "..." alone for a message an alert, or leave it out',
      ],
      [
        'no time between two looks',
        branch({ groupInterval: Duration.seconds(0) }),
        'route: groupInterval "0 seconds" is not longer than zero; give a positive Duration',
      ],
      [
        'no time between two repetitions',
        branch({ repeatInterval: Duration.seconds(0) }),
        'route: repeatInterval "0 seconds" is not longer than zero; give a positive Duration',
      ],
    ],
    near: [
      ['each alert alone', branch({ groupBy: ['...'] })],
      ['a first message at once', branch({ groupWait: Duration.seconds(0) })],
    ],
  },
  {
    row: 37,
    bad: [
      [
        'the matcher of old',
        branch({ match_re: { a: 'b.*' } }),
        'route: "match_re" is not a known property; known: activeDuring, continue, groupBy, groupInterval, groupWait, match, muteDuring, receiver, repeatInterval, routes',
      ],
      [
        'a matcher as a text',
        branch({ match: ['severity = "a" b'] }),
        `route: match ["severity = \\"a\\" b"] ${notMatchers}`,
      ],
      [
        "an expression of JavaScript's",
        branch({ match: { namespace: /team-.*/ } }),
        `route: match {"namespace":"an instance of RegExp"} ${notMatchers}`,
      ],
      [
        'an expression that RE2 does not know',
        branch({ match: { namespace: { re: '(?!kube).*' } } }),
        'matcher namespace: regex "(?!kube).*" has the look-around "(?!", which RE2 does not have; match what may be there, or use a second condition',
      ],
    ],
    near: [
      ['matchers of all kinds', branch({ match: { a: 'b', c: { re: 'd|e' }, f: { notRe: 'g' } } })],
    ],
  },
  {
    row: 'further',
    bad: [
      [
        'a prefix without its slash',
        () => alertmanager({ routePrefix: 'alerts' }),
        'chart/alertmanager: routePrefix "alerts" is not a path; give one as "/alerts"',
      ],
      [
        'half a replica',
        () => alertmanager({ replicas: 1.5 }),
        'chart/alertmanager: replicas 1.5 is not a whole number in range; give 1 to 3',
      ],
      [
        'less than none',
        () => alertmanager({ replicas: -1 }),
        'chart/alertmanager: replicas -1 is not a whole number in range; give 1 to 3',
      ],
    ],
    near: [['a prefix of two parts', () => alertmanager({ routePrefix: '/ops/alerts' })]],
  },
];
