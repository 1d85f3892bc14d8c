import { Duration } from 'cdk8s';
import { type Checks, checkProps, refuse, required, shown } from '../core/index.js';
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
