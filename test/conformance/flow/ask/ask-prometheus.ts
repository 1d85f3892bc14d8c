import {
  type Answer,
  Api,
  answer,
  type Range,
  type Result,
  type RuleEvaluator,
  type RuleGroupState,
  rangeParameters,
  type Wrapped,
} from './ask.js';

/** A target that Prometheus scrapes. */
export interface ActiveTarget {
  /** Name of its job in the config. */
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  /** `unknown` until the first scrape. */
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** An alert that is pending or fires. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

/** When it started, and how its last reload went. */
export interface RuntimeInfo {
  readonly startTime: string;
  readonly reloadConfigSuccess: boolean;
  readonly lastConfigTime: string;
}

/**
 * Prometheus, asked over its API.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/
 */
export class PrometheusApi extends Api implements RuleEvaluator {
  /** One value for each series, of now unless a time is named, in seconds since 1970. */
  async query(query: string, time?: number): Promise<Answer> {
    const parameters = { query, time: time === undefined ? undefined : `${time}` };
    return answer(await this.form<Wrapped<Result>>('/api/v1/query', parameters));
  }

  async queryRange(query: string, range: Range): Promise<Answer> {
    const parameters = { query, ...rangeParameters(range) };
    return answer(await this.form<Wrapped<Result>>('/api/v1/query_range', parameters));
  }

  /** Values of a label, on the series that a selector takes. */
  async labelValues(label: string, match?: string): Promise<readonly string[]> {
    const path = `/api/v1/label/${label}/values`;
    return (await this.json<Wrapped<string[]>>(path, { 'match[]': match })).data;
  }

  async targets(): Promise<readonly ActiveTarget[]> {
    const path = '/api/v1/targets';
    type Targets = Wrapped<{ activeTargets: ActiveTarget[] }>;
    return (await this.json<Targets>(path, { state: 'active' })).data.activeTargets;
  }

  /** Jobs of the config, those without a target too. */
  async scrapePools(): Promise<readonly string[]> {
    type Pools = Wrapped<{ scrapePools: string[] }>;
    return (await this.json<Pools>('/api/v1/scrape_pools')).data.scrapePools;
  }

  async rules(): Promise<readonly RuleGroupState[]> {
    type Groups = Wrapped<{ groups: RuleGroupState[] }>;
    return (await this.json<Groups>('/api/v1/rules')).data.groups;
  }

  async alerts(): Promise<readonly ActiveAlert[]> {
    return (await this.json<Wrapped<{ alerts: ActiveAlert[] }>>('/api/v1/alerts')).data.alerts;
  }

  async runtimeInfo(): Promise<RuntimeInfo> {
    return (await this.json<Wrapped<RuntimeInfo>>('/api/v1/status/runtimeinfo')).data;
  }

  /** The config it runs with, as YAML. */
  async config(): Promise<string> {
    return (await this.json<Wrapped<{ yaml: string }>>('/api/v1/status/config')).data.yaml;
  }
}
