import type { Duration } from 'cdk8s';
import { type Matchers, matchers } from '../model/promql.js';
import { prometheusDuration } from '../model/units.js';
import type { Inhibition } from './inhibitions.js';
import { type EntryContext, receiverConfig } from './receivers.js';
import type { Grouping, RootRoute, Route } from './routes.js';
import { timeIntervalConfig } from './time-interval.js';
import { receiversIn, rootGrouping, timeIntervalsIn } from './tree.js';

/** All that Alertmanager's configuration depends on. */
export interface AlertmanagerModel extends EntryContext {
  readonly root: RootRoute;
  /** When an alert counts as over whose sender neither repeats it nor says when it ends. */
  readonly resolveTimeout: Duration;
  /** Where templates lie. */
  readonly templates: string;
}

/**
 * Alertmanager's configuration file, when its inhibitions are known. What our own templates and files say stands in
 * it by reference only.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function alertmanagerConfig(model: AlertmanagerModel) {
  // Here, as Secrets are mounted when they are asked for.
  const receivers = receiversIn(model.root).map((receiver) => receiverConfig(receiver, model));
  return (inhibitions: readonly Inhibition[]) => ({
    global: {
      resolve_timeout: prometheusDuration(model.resolveTimeout),
      ...(Object.keys(model.http).length > 0 ? { http_config: model.http } : {}),
    },
    templates: [model.templates],
    route: {
      receiver: model.root.receiver.name,
      ...grouping(rootGrouping(model.root)),
      ...below(model.root.routes),
    },
    receivers,
    inhibit_rules: inhibitions.map(({ source, target, equal }) => ({
      source_matchers: matcherList(source),
      target_matchers: matcherList(target),
      equal,
    })),
    time_intervals: timeIntervalsIn(model.root).map(timeIntervalConfig),
  });
}

const routeConfig = ({ props }: Route): Readonly<Record<string, unknown>> => ({
  ...(props.receiver ? { receiver: props.receiver.name } : {}),
  matchers: matcherList(props.match),
  ...(props.continue ? { continue: true } : {}),
  ...grouping(props),
  ...(props.activeDuring ? { active_time_intervals: props.activeDuring.map((t) => t.name) } : {}),
  ...(props.muteDuring ? { mute_time_intervals: props.muteDuring.map((t) => t.name) } : {}),
  ...below(props.routes),
});

const below = (routes: readonly Route[] = []) =>
  routes.length > 0 ? { routes: routes.map(routeConfig) } : {};

const grouping = ({ groupBy, groupWait, groupInterval, repeatInterval }: Grouping) => ({
  ...(groupBy ? { group_by: groupBy } : {}),
  ...(groupWait ? { group_wait: prometheusDuration(groupWait) } : {}),
  ...(groupInterval ? { group_interval: prometheusDuration(groupInterval) } : {}),
  ...(repeatInterval ? { repeat_interval: prometheusDuration(repeatInterval) } : {}),
});

/** One text a matcher, in a notation that both of Alertmanager's parsers read alike. */
const matcherList = (match: Matchers): readonly string[] =>
  Object.entries(match)
    .map(([label, matcher]) => matchers({ [label]: matcher }))
    .sort();
