import type { Duration } from 'cdk8s';
import type { DashboardSpec } from '../model/dashboard/index.js';
import type { RelabelStep } from '../model/relabel.js';
import type { RuleGroup } from '../model/rule.js';
import type { Endpoint } from './endpoint.js';
import type { KeptMetrics } from './kept-metrics.js';
import type { MetricsRead, SeriesOfJob } from './metrics-read.js';
import type { Permission } from './permissions.js';
import type { SecretRef } from './secret-ref.js';

/*
 * The interfaces by which components find each other. Each has one distinctive property: TypeScript is
 * structural, and two contracts that both said `endpoint` would be interchangeable.
 */

/** Takes log lines over Loki's push API. */
export interface ILogsDestination {
  readonly logsEndpoint: Endpoint;
}

/** Takes samples over Prometheus remote write. */
export interface IMetricsDestination {
  /** One a replica: each must get every sample, as a load balancer would halve them. */
  readonly remoteWriteEndpoints: readonly Endpoint[];
  /** Told of what jobs the samples will be, late, for the rules that are evaluated there. @default - nobody asks */
  readonly expectJobs?: (jobs: () => ScrapedJobs) => void;
  /** What is read of a job there, late, for who stores no more than that. @default - nobody knows */
  readonly metricsRead?: (of: SeriesOfJob) => MetricsRead;
}

/** Takes metrics over OTLP and HTTP. */
export interface IOtlpMetricsDestination {
  /** One a replica: each must get every sample. */
  readonly otlpMetricsEndpoints: readonly Endpoint[];
}

/** Takes traces over OTLP. */
export interface ITracesDestination {
  readonly otlpEndpoint: Endpoint;
}

/** Takes alerts over the Alertmanager API. */
export interface IAlertsDestination {
  /** Every replica: they tell each other what was sent, not what came in. */
  readonly alertsEndpoint: readonly Endpoint[];
}

/** How targets are found where they are not endpoints of our own. */
export type Discovery =
  | {
      readonly kind: 'pods';
      readonly namespaces?: readonly string[];
      readonly labels?: Readonly<Record<string, string>>;
      /** The container that listens. @default - whichever does */
      readonly container?: string;
    }
  /** Pods, or the endpoints of Services, that ask for it by the annotations `prometheus.io/…`. */
  | {
      readonly kind: 'annotated';
      readonly on: 'pods' | 'services';
      readonly namespaces?: readonly string[];
    }
  | {
      readonly kind: 'endpoint-slices';
      readonly namespaces: readonly string[];
      readonly service: string;
      readonly port: string;
    }
  | { readonly kind: 'nodes' }
  | {
      readonly kind: 'static';
      readonly targets: readonly string[];
      readonly labels?: Readonly<Record<string, string>>;
    }
  /**
   * Addresses that are known at synth only, in groups with labels of their own. Asked for as configurations are
   * written, so that what is told after the arrow counts as well; endpoints of ours are called by their names.
   */
  | { readonly kind: 'late'; readonly groups: () => readonly LateTargets[] }
  | { readonly kind: 'http'; readonly url: string; readonly refresh?: Duration }
  | {
      readonly kind: 'dns';
      readonly names: readonly string[];
      readonly port: number;
      readonly refresh?: Duration;
    };

/** Addresses with labels in common. */
export interface LateTargets {
  readonly targets: readonly string[];
  /** Those of Prometheus' own may be among them, such as `__param_module`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** How a scraper proves who it is, always by reference. */
export type ScrapeAuth =
  | { readonly kind: 'service-account' }
  | { readonly kind: 'basic'; readonly username: SecretRef; readonly password: SecretRef }
  | { readonly kind: 'bearer'; readonly token: SecretRef }
  | {
      readonly kind: 'oauth2';
      readonly clientId: string;
      readonly clientSecret: SecretRef;
      readonly tokenUrl: string;
      readonly scopes?: readonly string[];
    };

/** How a scraper checks who it speaks to. */
export interface ScrapeTls {
  /** @default - the cluster's authority for a service account, else the image's roots */
  readonly ca?: SecretRef;
  readonly certificate?: { readonly cert: SecretRef; readonly key: SecretRef };
  readonly serverName?: string;
  /** Why the certificate is not verified. @default - it is */
  readonly unverified?: string;
}

/** One scrape job: what to read, where, how. Free of any scraper's notation. */
export interface ScrapeTarget {
  /** Name of the job, and its `job` label. */
  readonly job: string;
  /** Where the scraper connects to: several workloads under one path and port name, or foreign listeners. */
  readonly endpoints: readonly Endpoint[];
  /** @default - follows from the endpoints: endpoint slices of our workloads, pods, nodes, host names */
  readonly discovery?: Discovery;
  /** What the scraper must be allowed to read, besides what its discovery needs. @default - nothing */
  readonly permissions?: readonly Permission[];
  /** @default - the scraper's */
  readonly interval?: Duration;
  /** @default - the scraper's */
  readonly timeout?: Duration;
  readonly auth?: ScrapeAuth;
  readonly tls?: ScrapeTls;
  /** What its URL asks for, by name: `{ 'match[]': ['{job="shop"}'] }`. @default - nothing */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** Labels the target itself sets win over the scraper's: for exporters that speak of others. @default false */
  readonly honorLabels?: boolean;
  /** Its samples bear times of their own, as cAdvisor's do: where a series ends is to be marked all the same. @default false */
  readonly timestamped?: boolean;
  /** Steps on targets, before the scrape. */
  readonly relabel?: readonly RelabelStep[];
  /** Steps on series, after it. */
  readonly metricRelabel?: readonly RelabelStep[];
  /** Which of its metrics are stored, after those steps. @default - the scraper's */
  readonly metrics?: KeptMetrics;
  /** Most samples a scrape may bring: more, and all of it is refused. @default - the scraper's */
  readonly sampleLimit?: number;
  /**
   * What it shows, of what several things can show: a cluster has it scraped by one component.
   * @default - what nothing else shows
   */
  readonly measures?: Measured;
}

/** What several things can measure: how the nodes fare. */
export type Measured = 'hosts';

/** Shows metrics. */
export interface IScrapeTarget {
  readonly scrapeTargets: readonly ScrapeTarget[];
}

export type DatasourceType = 'prometheus' | 'loki' | 'tempo' | 'alertmanager';

/** Answers queries. */
export interface Datasource {
  /** Fixed, as dashboards and links name it. */
  readonly uid: string;
  readonly type: DatasourceType;
  readonly endpoint: Endpoint;
  /** How often its series get a sample: what `$__rate_interval` is derived from. */
  readonly scrapeInterval?: Duration;
}

/** The datasources wired so far, by type: the default one where there are several. */
export type Datasources = Readonly<Partial<Record<DatasourceType, Datasource>>>;

/** Can be asked from Grafana. */
export interface IDatasource {
  readonly datasource: Datasource;
}

/** Jobs by name, and how often each is scraped. */
export type ScrapedJobs = ReadonlyMap<string, { readonly interval: Duration }>;

/** What the rules of a component may count on where they are evaluated. */
export interface RuleContext {
  /** Jobs whose series are there: scraped on the spot, or by whoever writes to it. */
  readonly jobs: ScrapedJobs;
  readonly cluster: string;
}

/** Watches itself, or something else, by rules. */
export interface IRuleSource {
  /** Evaluated late, when all jobs are known. Groups in both languages: each evaluator takes its own. */
  readonly rules: (context: RuleContext) => readonly RuleGroup[];
}

/** A dashboard before its datasources are known. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  /** Title of the folder it lies in. */
  readonly folder: string;
  /** Datasources without which it makes no sense. */
  readonly needs: readonly DatasourceType[];
  readonly spec: (datasources: Datasources) => DashboardSpec;
}

/** Shows something by dashboards. */
export interface IDashboardSource {
  readonly dashboards: readonly Dashboard[];
}

/** Serves people over HTTP. */
export interface IHttpBackend {
  readonly httpEndpoint: Endpoint;
  /** Told under which URL people reach it. */
  readonly exposedAt: (url: string) => void;
}

/** Serves hosts to people outside the cluster. */
export interface IRoutedHosts {
  readonly routedHosts: RoutedHosts;
}

/** What someone must know who calls hosts that lead into this cluster as people outside do. */
export interface RoutedHosts {
  /** Their URLs, sorted. Asked for late: more may be routed. */
  readonly urls: () => readonly string[];
  /** Where such a call ends, as a policy sees it: at an address outside, or at once at who serves it. */
  readonly entries: readonly Endpoint[];
}
