import { Duration } from 'cdk8s';
import {
  type Check,
  type Checks,
  checkProps,
  isDuration,
  isFlag,
  isText,
  listOf,
  refuse,
  required,
  type SecretRef,
} from '../core/index.js';
import { labelNameError, type Matchers, matchers } from '../model/promql.js';
import { webhook } from './integrations.js';
import { Receiver, receiver } from './receivers.js';
import { TimeInterval } from './time-interval.js';

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
  readonly receiver: Receiver;
  /** Tried in order; the first that matches takes the alert. @default - none */
  readonly routes?: readonly Route[];
}

/** What a route below the root is told. */
export interface RouteProps extends Grouping {
  /** What the labels of an alert must be. */
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
