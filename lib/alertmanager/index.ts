export { Alertmanager } from './alertmanager.js';
export { type EmailOptions, email } from './email.js';
export { houseInhibitions, type Inhibition } from './inhibitions.js';
export type { AlertLabels } from './matching.js';
export { type PagerDutyOptions, pagerDuty } from './pager-duty.js';
export type { AlertLinks, AlertmanagerProps } from './props.js';
export {
  type BlackHoleOptions,
  blackHole,
  Receiver,
  type ReceiverOptions,
  receiver,
} from './receivers.js';
export {
  type Grouping,
  type HeartbeatOptions,
  heartbeat,
  type RootRoute,
  Route,
  type RouteProps,
  route,
} from './routes.js';
export {
  type Circumstances,
  type Delivery,
  type Fate,
  pathText,
  Routing,
  receiversOf,
} from './simulator.js';
export { type SlackOptions, slack } from './slack.js';
export {
  type Month,
  type Period,
  type Span,
  TimeInterval,
  timeInterval,
  type Weekday,
} from './time-interval.js';
export { type WebhookOptions, webhook } from './webhook.js';
