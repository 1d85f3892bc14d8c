import { Duration, Size } from 'cdk8s';
import {
  type Check,
  type Checks,
  type ComponentProps,
  checkProps,
  componentChecks,
  integer,
  isDuration,
  isFlag,
  isName,
  isObject,
  isSize,
  listOf,
} from '../core/index.js';
import type { Inhibition } from './inhibitions.js';
import type { RootRoute } from './routes.js';

/** Where messages lead to, besides runbooks and Alertmanager itself. */
export interface AlertLinks {
  /** Address of Grafana, as people have it: `https://grafana.example.com`. @default - no link to it */
  readonly grafana?: string;
}

/** What an Alertmanager is told when it is made. */
export interface AlertmanagerProps extends ComponentProps {
  /** Who is told of what: the root of a tree of routes. It has no default: a path of messages is the site's decision. */
  readonly routes: RootRoute;
  /** Alerts that others hide. @default houseInhibitions */
  readonly inhibitions?: readonly Inhibition[];
  /** Replicas that tell each other what they told: with two, one may be lost. @default 1 */
  readonly replicas?: 1 | 2 | 3;
  /** How long it knows what it told, and which silences there were. @default Duration.days(5) */
  readonly retention?: Duration;
  /** When an alert counts as over whose sender says no more; Prometheus and Loki say it themselves. @default Duration.minutes(5) */
  readonly resolveTimeout?: Duration;
  /** Whether it keeps silences and what it told on a volume; else they go with the last pod. @default true */
  readonly persistent?: boolean;
  /** Size of what it keeps. @default Size.gibibytes(1) */
  readonly volumeSize?: Size;
  /** @default - the site's */
  readonly storageClass?: string;
  /** Where its messages lead to. @default - to runbooks and, where it is exposed, to itself */
  readonly links?: AlertLinks;
  /** Path under which it serves, for a host that it shares with others. @default - the root of its host */
  readonly routePrefix?: string;
  /** Configuration in Alertmanager's own words, put over ours. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
}

const isPrefix: Check = (value) =>
  typeof value === 'string' && /^(?:\/[\w.~-]+)+$/.test(value)
    ? undefined
    : { rule: 'is not a path', remedy: 'give one as "/alerts"' };

/** Checks of {@link AlertmanagerProps}. */
export const alertmanagerChecks: Checks<AlertmanagerProps> = {
  ...componentChecks,
  routes: isObject,
  inhibitions: listOf(isObject),
  replicas: integer(1, 3),
  retention: isDuration(Duration.hours(1)),
  resolveTimeout: isDuration(),
  persistent: isFlag,
  volumeSize: isSize(Size.mebibytes(64)),
  storageClass: isName,
  links: isObject,
  routePrefix: isPrefix,
  extraConfig: isObject,
};

const isWebAddress: Check = (value) =>
  typeof value === 'string' && /^https?:\/\/[^\s{}"<>]+$/.test(value) && URL.canParse(value)
    ? undefined
    : { rule: 'is not an http(s) address', remedy: 'give https://host[:port][/path]' };

const linksChecks: Checks<AlertLinks> = { grafana: isWebAddress };

/** Refuses links that lead nowhere. */
export const checkLinks = (where: string, links: AlertLinks): void =>
  checkProps(`${where}: links`, links, linksChecks);
