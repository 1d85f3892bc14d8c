import { type Matchers, matchers } from '../model/promql.js';
import { holdsAt } from './clock.js';
import { houseInhibitions, type Inhibition } from './inhibitions.js';
import { type AlertLabels, matchesAll } from './matching.js';
import type { Receiver } from './receivers.js';
import type { Grouping, RootRoute, Route } from './routes.js';
import type { TimeInterval } from './time-interval.js';
import { rootGrouping } from './tree.js';

/** What else is so while an alert fires. */
export interface Circumstances {
  /** The moment. @default - times are left aside: nothing is muted */
  readonly at?: Date;
  /** The labels of other alerts that fire. @default - none: nothing is inhibited */
  readonly firing?: readonly AlertLabels[];
}

/** One way that an alert takes: the route that has it in the end, with what that one has from those above. */
export interface Delivery extends Required<Grouping> {
  readonly receiver: Receiver;
  /** The matchers of every route on the way, from below the root on; empty where the root has it. */
  readonly path: readonly Matchers[];
  /** Whether a heartbeat has it: a machine waits for it, and no person is told. */
  readonly beats: boolean;
  /** The labels of the group it joins, of those in `groupBy` that it has. */
  readonly group: AlertLabels;
  /** The names of the time intervals that keep it silent: those to mute that hold, or those to speak, where none does. */
  readonly mutedBy: readonly string[];
}

/** What becomes of an alert. */
export interface Fate {
  /** Each route that has it, in the order of the tree. */
  readonly deliveries: readonly Delivery[];
  /** Every alert that hides it, of those that fire. */
  readonly inhibitedBy: readonly AlertLabels[];
  /** Who is told after all, each once: nobody who is muted, nobody of an inhibited alert, and never a black hole. */
  readonly told: readonly Receiver[];
}

/** A route with all it has from those above. Times are its own: no route has them from above. */
interface Settled extends Required<Grouping> {
  readonly receiver: Receiver;
  readonly path: readonly Matchers[];
  readonly beats: boolean;
  readonly activeDuring: readonly TimeInterval[];
  readonly muteDuring: readonly TimeInterval[];
}

/**
 * The way of alerts through an Alertmanager, told in advance: the same tree of routes and the same inhibitions as
 * in its configuration, with no cluster. Silences, which people set at run time, are left aside.
 *
 * Of several alerts that hide one, Alertmanager itself names only the first that it finds. It also keeps, per
 * inhibition and values of its `equal`, one source only: where that one matches both sides, it takes no other.
 *
 * @example
 * const { deliveries, inhibitedBy, told } = alertmanager.routes.of(
 *   { alertname: 'LokiDown', severity: 'warning', namespace: 'observability' },
 *   { at: new Date('2026-12-24T20:00:00Z'), firing: [{ alertname: 'LokiDown', severity: 'critical' }] },
 * );
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export class Routing {
  constructor(
    private readonly root: RootRoute,
    private readonly inhibitions: readonly Inhibition[] = houseInhibitions,
  ) {}

  /**
   * What becomes of an alert with these labels, as they reach Alertmanager: with the `cluster` that every sender adds.
   */
  of(labels: AlertLabels, { at, firing = [] }: Circumstances = {}): Fate {
    const known = present(labels);
    const deliveries = waysOf(this.root, known).map((way) => delivery(way, known, at));
    const inhibitedBy = firing.filter((other) =>
      this.inhibitions.some((inhibition) => inhibits(inhibition, present(other), known)),
    );
    const told = deliveries
      .filter(({ mutedBy }) => mutedBy.length === 0 && inhibitedBy.length === 0)
      .map(({ receiver }) => receiver)
      .filter(({ integrations }) => integrations.length > 0);
    return { deliveries, inhibitedBy, told: [...new Set(told)] };
  }
}

/**
 * Who is told of an alert with these labels: the receivers in the order of the tree, each once. Grouping,
 * inhibition, silences and times are left aside; {@link Routing} tells of them.
 *
 * @example
 * receiversOf(root, { alertname: 'LokiDown', severity: 'critical' }).map((r) => r.name)
 */
export const receiversOf = (root: RootRoute, labels: AlertLabels): readonly Receiver[] => [
  ...new Set(waysOf(root, present(labels)).map(({ receiver }) => receiver)),
];

/** The path of a delivery as people read it. */
export const pathText = ({ path }: Pick<Delivery, 'path'>): string =>
  path.length === 0 ? 'root' : path.map((match) => `{${matchers(match)}}`).join(' → ');

/** Alertmanager drops labels that are empty before it looks at any. */
const present = (labels: AlertLabels): AlertLabels =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));

const waysOf = (root: RootRoute, labels: AlertLabels): readonly Settled[] =>
  taken(
    root.routes,
    {
      ...{ receiver: root.receiver, path: [], beats: false, activeDuring: [], muteDuring: [] },
      ...rootGrouping(root),
    },
    labels,
  );

/** The first of the routes that matches takes the alert, unless it lets others have it too; else who stands above. */
function taken(
  routes: readonly Route[] = [],
  above: Settled,
  labels: AlertLabels,
): readonly Settled[] {
  const all: Settled[] = [];
  for (const route of routes) {
    if (!matchesAll(route.props.match, labels)) continue;
    all.push(...taken(route.props.routes, settled(route, above), labels));
    if (!route.props.continue) break;
  }
  return all.length > 0 ? all : [above];
}

const settled = ({ props, beats }: Route, above: Settled): Settled => ({
  beats,
  receiver: props.receiver ?? above.receiver,
  path: [...above.path, props.match],
  groupBy: props.groupBy ?? above.groupBy,
  groupWait: props.groupWait ?? above.groupWait,
  groupInterval: props.groupInterval ?? above.groupInterval,
  repeatInterval: props.repeatInterval ?? above.repeatInterval,
  activeDuring: props.activeDuring ?? [],
  muteDuring: props.muteDuring ?? [],
});

function delivery(
  { activeDuring, muteDuring, ...way }: Settled,
  labels: AlertLabels,
  at: Date | undefined,
): Delivery {
  const isGrouped = (label: string) => way.groupBy.includes('...') || way.groupBy.includes(label);
  return {
    ...way,
    group: Object.fromEntries(Object.entries(labels).filter(([label]) => isGrouped(label))),
    mutedBy: at ? silencers(activeDuring, muteDuring, at).map(({ name }) => name) : [],
  };
}

/** Alertmanager asks first whether the route may speak at all, and then no further. */
function silencers(
  active: readonly TimeInterval[],
  mute: readonly TimeInterval[],
  at: Date,
): readonly TimeInterval[] {
  if (active.length > 0 && !active.some((interval) => holdsAt(interval, at))) return active;
  return mute.filter((interval) => holdsAt(interval, at));
}

/** An alert that could hide others is not hidden by one that could itself be: no alert hides itself, no two each other. */
function inhibits(inhibition: Inhibition, source: AlertLabels, target: AlertLabels): boolean {
  const isSource = (labels: AlertLabels) => matchesAll(inhibition.source, labels);
  const isTarget = (labels: AlertLabels) => matchesAll(inhibition.target, labels);
  if (!isSource(source) || !isTarget(target)) return false;
  if (isSource(target) && isTarget(source)) return false;
  return inhibition.equal.every((label) => (source[label] ?? '') === (target[label] ?? ''));
}
