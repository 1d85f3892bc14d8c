import { Duration } from 'cdk8s';
import type { Component } from '../core/index.js';
import type { AdapterModel } from './config.js';
import { adapterFlags, type CertificateFiles } from './flags.js';
import type { PrometheusAdapterProps } from './props.js';
import type { ScalingMetric } from './scaling-metric.js';
import type { Source } from './source.js';
import { longest, rateWindow, windowOf } from './window.js';

/** What an adapter asks and serves, filled by its verbs and read at synth. */
export class Wiring {
  source?: Source;
  private readonly metrics = new Map<string, ScalingMetric>();

  constructor(
    private readonly component: Component,
    private readonly props: PrometheusAdapterProps,
  ) {}

  /**
   * Notes a metric of one of the APIs.
   *
   * @throws when another one of that API has its name
   */
  add(api: 'custom' | 'external', metric: ScalingMetric): void {
    const key = `${api} ${metric.name}`;
    const known = this.metrics.get(key);
    if (known && known !== metric)
      this.component.refuse(
        `${metric.where} is served already, by the same API`,
        'give it another name: each answers for whole namespaces as well',
      );
    this.metrics.set(key, metric);
  }

  /** All that the configuration depends on. */
  model(): AdapterModel {
    const interval = this.source?.datasource.scrapeInterval;
    return {
      cluster: this.component.site.cluster,
      metrics: [...this.metrics.values()],
      ...(interval ? { interval } : {}),
      ...(this.props.resourceMetrics ? { resourceWindow: this.resourceWindow(interval) } : {}),
    };
  }

  /** Its flags; empty without a Prometheus, which is told with all other faults. */
  flags(port: number, configFile: string, certificate: CertificateFiles): readonly string[] {
    if (!this.source) return [];
    const { datasource, connection } = this.source;
    const windows = [...this.metrics.values()].flatMap(
      (m) => windowOf(m.where, m.props, datasource.scrapeInterval) ?? [],
    );
    return adapterFlags({
      port,
      configFile,
      certificate,
      prometheus: connection,
      relist: Duration.minutes(1),
      // For as long as Prometheus itself knows a series, or longer where samples are rare.
      maxAge: longest(Duration.minutes(5), ...windows),
    });
  }

  private resourceWindow(interval?: Duration): Duration {
    const { where } = this.component;
    return rateWindow(`${where}: resourceMetrics`, this.props.resourceWindow, interval);
  }
}
