import { Duration } from 'cdk8s';
import { type Checks, checkProps, refusal, refuse, required, shown } from '../core/index.js';
import type { Matcher } from '../model/promql.js';
import type { Receiver } from './receivers.js';
import {
  areRoutes,
  type Grouping,
  groupingChecks,
  isReceiver,
  type RootRoute,
  type Route,
} from './routes.js';
import type { TimeInterval } from './time-interval.js';

/** How the root groups, with what it was not told. */
export const rootGrouping = ({
  groupBy = ['cluster', 'namespace', 'alertname'],
  groupWait = Duration.seconds(30),
  groupInterval = Duration.minutes(5),
  repeatInterval = Duration.hours(12),
}: Grouping): Required<Grouping> => ({ groupBy, groupWait, groupInterval, repeatInterval });

/** All routes below the root. */
const routesOf = (routes: readonly Route[] = []): readonly Route[] =>
  routes.flatMap((route) => [route, ...routesOf(route.props.routes)]);

const once = <T extends { readonly name: string }>(values: readonly T[]): readonly T[] =>
  [...new Set(values)].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Every receiver a tree names, once, by name. */
export const receiversIn = (root: RootRoute): readonly Receiver[] =>
  once([
    root.receiver,
    ...routesOf(root.routes).flatMap(({ props }) => (props.receiver ? [props.receiver] : [])),
  ]);

/** Every time interval a tree names, once, by name. */
export const timeIntervalsIn = (root: RootRoute): readonly TimeInterval[] =>
  once(
    routesOf(root.routes).flatMap(({ props: { activeDuring = [], muteDuring = [] } }) => [
      ...activeDuring,
      ...muteDuring,
    ]),
  );

const rootChecks: Checks<RootRoute> = {
  ...groupingChecks,
  receiver: required(isReceiver),
  routes: areRoutes,
};

/**
 * Refuses a tree that Alertmanager would not load, or that would not tell what it seems to.
 *
 * @param retention how long Alertmanager knows what it told
 */
export function checkTree(where: string, root: RootRoute, retention: Duration): void {
  for (const key of ['match', 'continue', 'activeDuring', 'muteDuring'])
    if (Object.hasOwn(root, key))
      refuse(
        where,
        `routes has "${key}", which the root cannot have: every alert ends there`,
        'move it to a route below',
      );
  checkProps(`${where}: routes`, root, rootChecks);
  oneOfEachName(where, 'receiver', receiversIn(root));
  oneOfEachName(where, 'time interval', timeIntervalsIn(root));
  checkBranches(where, 'the root', root.routes);
  checkPace(where, 'the root', root, rootGrouping(root), retention);
}

/**
 * A route is asked itself only where none of its branches took the alert, so that a branch which takes all
 * decides for those after it and for the one above, even where it lets the alert go on.
 */
function checkBranches(where: string, above: string, routes: readonly Route[] = []): void {
  const takesAll = ({ props }: Route) => Object.keys(props.match).length === 0;
  const last = routes.at(-1);
  for (const route of routes) {
    if (takesAll(route) && !route.props.continue && route !== last)
      refuse(
        where,
        `${route.title} takes every alert and leaves none to the routes after it`,
        'move it to the end, or let it continue: true',
      );
    if (takesAll(route) && last && (!takesAll(last) || last.props.continue))
      refuse(
        where,
        `${route.title} takes every alert, even where it continues, and leaves none to ${above}`,
        'end the list with route({ match: {}, receiver })',
      );
    checkBranches(where, route.title, route.props.routes);
  }
}

function oneOfEachName(where: string, what: string, values: readonly { name: string }[]): void {
  for (const [i, { name }] of values.entries())
    if (values[i - 1]?.name === name)
      refuse(
        where,
        `${what} name "${name}" stands for two`,
        'make it once and use it twice, or rename one',
      );
}

type Pace = Pick<Grouping, 'groupInterval' | 'repeatInterval'>;

/** The time between repetitions follows from two settings and a flag, of which a route may set any. */
function checkPace(
  where: string,
  title: string,
  route: Pace & { readonly routes?: readonly Route[] },
  above: Required<Pace>,
  retention: Duration,
): void {
  const { groupInterval = above.groupInterval, repeatInterval = above.repeatInterval } = route;
  if (repeatInterval.toMilliseconds() <= groupInterval.toMilliseconds())
    refuse(
      where,
      `repeatInterval ${shown(repeatInterval)} of ${title} is not longer than its groupInterval ${shown(groupInterval)}`,
      'give a multiple of it, as it is rounded up to one',
    );
  if (repeatInterval.toMilliseconds() > retention.toMilliseconds())
    refuse(
      where,
      `repeatInterval ${shown(repeatInterval)} of ${title} is longer than retention ${shown(retention)}, after which all is told anew`,
      'give a longer retention',
    );
  for (const below of route.routes ?? [])
    if (!below.beats)
      checkPace(where, below.title, below.props, { groupInterval, repeatInterval }, retention);
}

/**
 * Who is told of an alert with these labels: the receivers in the order of the tree, each once. Grouping,
 * inhibition, silences and times are left aside.
 *
 * Expressions are read as JavaScript's; where RE2 has notations of its own, those are not understood.
 *
 * @example
 * receiversOf(root, { alertname: 'LokiDown', severity: 'critical' }).map((r) => r.name)
 */
export const receiversOf = (
  root: RootRoute,
  labels: Readonly<Record<string, string>>,
): readonly Receiver[] => [...new Set(taken(root.routes, root.receiver, labels))];

/** The first of the routes that matches takes the alert, unless it lets others have it too; else who stands above. */
function taken(
  routes: readonly Route[] = [],
  above: Receiver,
  labels: Readonly<Record<string, string>>,
): readonly Receiver[] {
  const all: Receiver[] = [];
  for (const { props } of routes) {
    if (!Object.entries(props.match).every(([label, m]) => matches(m, labels[label] ?? '')))
      continue;
    all.push(...taken(props.routes, props.receiver ?? above, labels));
    if (!props.continue) break;
  }
  return all.length > 0 ? all : [above];
}

/** A label that is absent counts as empty. */
function matches(matcher: Matcher, value: string): boolean {
  if (typeof matcher === 'string') return value === matcher;
  if ('not' in matcher) return value !== matcher.not;
  const [, flags = '', pattern = ''] =
    /^(?:\(\?([ims]+)\))?(.*)$/s.exec('re' in matcher ? matcher.re : matcher.notRe) ?? [];
  const found = new RegExp(`^(?:${pattern.replaceAll('(?P<', '(?<')})$`, flags).test(value);
  return 're' in matcher ? found : !found;
}

/** Says so where what is critical is told to nobody. */
export function unheard(where: string, root: RootRoute): readonly string[] {
  const told = receiversOf(root, { severity: 'critical' });
  if (told.some((receiver) => receiver.integrations.length > 0)) return [];
  return [
    refusal(
      where,
      `alerts with severity="critical" reach only the black hole "${told.map((r) => r.name).join('", "')}"`,
      "give them a route to somebody: route({ match: { severity: 'critical' }, receiver })",
    ),
  ];
}
