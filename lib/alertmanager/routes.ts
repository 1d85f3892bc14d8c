import { Duration } from 'cdk8s';
import {
  type Check,
  type Checks,
  checkProps,
  isDuration,
  isFlag,
  isPort,
  isSecretRef,
  isText,
  listOf,
  required,
  type SecretRef,
} from '../core/index.js';
import { labelNameError, type Matchers, matchers } from '../model/promql.js';
import { Receiver } from './receivers.js';
import { TimeInterval } from './time-interval.js';
import { webhook } from './webhook.js';

/** How alerts become messages. What a route does not say, it has from the route above. */
export interface Grouping {
  /** Alerts alike in these labels go into one message; `['...']` sends each by itself. @default - the root's: cluster, namespace, alertname */
  readonly groupBy?: readonly string[];
  /** Time from a group's first alert to its first message, for others to join it. @default - the root's: 30 seconds */
  readonly groupWait?: Duration;
  /** Time between two looks at a group: what is new or over is told then. @default - the root's: 5 minutes */
  readonly groupInterval?: Duration;
  /** Time until the same is told again; rounds up to a multiple of `groupInterval`. @default - the root's: 12 hours */
  readonly repeatInterval?: Duration;
}

/** Where every alert comes in, and where it ends if no other route takes it: it has no matchers. */
export interface RootRoute extends Grouping {
  /** Who is told where no route below says otherwise. */
  readonly receiver: Receiver;
  /** Tried in order; the first that matches takes the alert. @default - none */
  readonly routes?: readonly Route[];
}

/** What a route below the root is told. */
export interface RouteProps extends Grouping {
  /** What the labels of an alert must be. Empty: anything. */
  readonly match: Matchers;
  /** @default - the receiver of the route above */
  readonly receiver?: Receiver;
  /** Speaks only then. @default - always */
  readonly activeDuring?: readonly TimeInterval[];
  /** Says nothing then. @default - never */
  readonly muteDuring?: readonly TimeInterval[];
  /** Lets the routes after it have the alert as well. @default false */
  readonly continue?: boolean;
  /** Tried in order, before this route itself. @default - none */
  readonly routes?: readonly Route[];
}

/** A branch of the tree by which alerts find their receiver. Made by {@link route} and {@link heartbeat}. */
export class Route {
  /** @internal */
  constructor(
    readonly props: RouteProps,
    /** Repeats at every look at its group. */
    readonly beats = false,
  ) {}

  /** The route as errors name it. */
  get title(): string {
    return `route {${matchers(this.props.match)}}`;
  }
}

/** A list of names that labels can have. */
export const areLabels: Check = listOf((label) =>
  typeof label === 'string' && labelNameError(label) === undefined
    ? undefined
    : { rule: 'is no label name', remedy: 'give letters, digits and "_"' },
);

const isGroupBy: Check = (value) => {
  const labels: readonly unknown[] = Array.isArray(value) ? value : [];
  if (labels.includes('...'))
    return labels.length === 1
      ? undefined
      : {
          rule: 'has "..." beside other labels',
          remedy: 'give "..." alone for a message an alert, or leave it out',
        };
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined)
    return { rule: `names "${twice}" twice`, remedy: 'name each label once' };
  return areLabels(value);
};

/** Checks of {@link Grouping}. */
export const groupingChecks: Checks<Grouping> = {
  groupBy: isGroupBy,
  groupWait: (value) =>
    value instanceof Duration && value.toMilliseconds() === 0 ? undefined : isDuration()(value),
  groupInterval: isDuration(),
  repeatInterval: isDuration(),
};

/** What one of the makers of receivers made. */
export const isReceiver: Check = (value) =>
  value instanceof Receiver
    ? undefined
    : {
        rule: 'is not a receiver',
        remedy: 'give what slack(…), receiver(…), blackHole(…) or the like made',
      };

const isTimeInterval: Check = (value) =>
  value instanceof TimeInterval
    ? undefined
    : { rule: 'is not a time interval', remedy: 'give what timeInterval(…) made' };

const isRoute: Check = (value) =>
  value instanceof Route
    ? undefined
    : { rule: 'is not a route', remedy: 'make it by route(…) or heartbeat(…)' };

/** A list of what {@link route} or {@link heartbeat} made. */
export const areRoutes = listOf(isRoute);

/** Checks the shape of matchers, which the printer of them takes for granted. */
export const isMatchers: Check = (value) => {
  const fault = {
    rule: 'is not a set of matchers',
    remedy: "give { severity: 'critical' }, or { namespace: { re: 'team-.*' } }",
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault;
  const isMatcher = (matcher: unknown): boolean => {
    if (typeof matcher === 'string') return true;
    if (typeof matcher !== 'object' || matcher === null) return false;
    const [[kind, text] = [], ...others] = Object.entries(matcher);
    return others.length === 0 && /^(re|not|notRe)$/.test(`${kind}`) && typeof text === 'string';
  };
  return Object.values(value).every(isMatcher) ? undefined : fault;
};

const routeChecks: Checks<RouteProps> = {
  ...groupingChecks,
  match: required(isMatchers),
  receiver: isReceiver,
  activeDuring: listOf(isTimeInterval),
  muteDuring: listOf(isTimeInterval),
  continue: isFlag,
  routes: areRoutes,
};

/**
 * A route below the root: takes the alerts whose labels match.
 *
 * @throws on unknown options, intervals of zero, `...` beside other labels, and on matchers that are none
 * @example
 * route({ match: { severity: 'critical' }, receiver: onCall, groupWait: Duration.seconds(10) })
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function route(props: RouteProps): Route {
  checkProps('route', props, routeChecks);
  return new Route(props);
}

/** Options of {@link heartbeat}. */
export interface HeartbeatOptions {
  /** Where the sign of life is posted: whoever knows it can fake one. */
  readonly url: SecretRef;
  /** Time between two signs of life. Have the other side wait for two or three. @default Duration.minutes(1) */
  readonly interval?: Duration;
  /** Name of its receiver. @default 'heartbeat' */
  readonly name?: string;
  /** The alert that always fires. @default { alertname: 'Watchdog' } */
  readonly match?: Matchers;
  /** Port of the address. @default 443 */
  readonly port?: number;
}

const heartbeatChecks: Checks<HeartbeatOptions> = {
  url: required(isSecretRef),
  interval: isDuration(Duration.seconds(10)),
  name: isText,
  match: isMatchers,
  port: isPort,
};

/**
 * A route that tells an outside service, again and again, that alerts get through. When it falls silent, the
 * service tells you: nothing inside can report that all of it is down.
 *
 * @example
 * heartbeat({ url: new SecretRef('alertmanager', 'heartbeat-url'), interval: Duration.minutes(1) })
 */
export function heartbeat(options: HeartbeatOptions): Route {
  checkProps('heartbeat', options, heartbeatChecks);
  const { url, port, name = 'heartbeat', interval = Duration.minutes(1) } = options;
  const { match = { alertname: 'Watchdog' } } = options;
  const part = (of: number) => Duration.millis(Math.floor(interval.toMilliseconds() * of));
  return new Route(
    {
      match,
      receiver: webhook({ name, url, port, sendResolved: false }),
      groupWait: Duration.seconds(0),
      // It is told again at the first look after the repeat interval. That ends well between the second look
      // and the third, so that neither is missed by a moment, and each third tells.
      groupInterval: part(1 / 3),
      repeatInterval: part(5 / 6),
    },
    true,
  );
}
