import {
  byKey,
  type IAlertsDestination,
  type IMetricsDestination,
  type ScrapedJobs,
  tenantHeader,
  type Workload,
} from '../core/index.js';
import type { RelabelStep } from '../model/relabel.js';
import type { Delivery } from './alerts-dashboard.js';
import type { AlertDestination, RemoteWrite } from './config.js';
import { clientOf, proxyChoice } from './jobs.js';

/** What a remote write can be told. */
export interface RemoteWriteOptions {
  /** Steps on what is written, as to keep a part of it. @default - none, all is written */
  readonly relabel?: readonly RelabelStep[];
}

/** What leaves a Prometheus: panels about the rest would stay empty. */
export interface Outgoing {
  readonly alerts: boolean;
  readonly samples: boolean;
}

/** Where one Prometheus sends alerts and samples, each place once, in the order of their addresses. */
export class Destinations {
  private readonly forAlerts = new Map<string, AlertDestination>();
  private readonly forMetrics = new Map<string, RemoteWrite>();
  /** Names of those that get alerts, which their jobs bear as well. */
  private readonly components = new Set<string>();

  constructor(private readonly workload: Workload) {}

  get all() {
    return { alertmanagers: sorted(this.forAlerts), remoteWrites: sorted(this.forMetrics) };
  }

  get outgoing(): Outgoing {
    return { alerts: this.forAlerts.size > 0, samples: this.forMetrics.size > 0 };
  }

  /** Where alerts go, and which jobs say what becomes of them, of these that are there. */
  delivery(jobs: ScrapedJobs): Delivery {
    return {
      sent: this.outgoing.alerts,
      alertmanagers: [...this.components].filter((job) => jobs.has(job)),
    };
  }

  /** Every replica of an Alertmanager. */
  addAlerts({ alertsEndpoint }: IAlertsDestination): void {
    for (const endpoint of alertsEndpoint) {
      const connection = this.workload.connectTo(endpoint, 'sends alerts');
      if (endpoint.workload) this.components.add(endpoint.workload.component.name);
      this.forAlerts.set(connection.url, {
        scheme: endpoint.scheme,
        address: endpoint.address,
        pathPrefix: endpoint.path,
        client: { ...clientOf(connection), ...proxyChoice(this.workload, [endpoint]) },
      });
    }
  }

  /**
   * Every replica of a store.
   *
   * @throws when it is there already, with other steps
   */
  addMetrics(
    { remoteWriteEndpoints }: IMetricsDestination,
    { relabel = [] }: RemoteWriteOptions,
  ): void {
    for (const endpoint of remoteWriteEndpoints) {
      const known = this.forMetrics.get(endpoint.url);
      if (known && JSON.stringify(known.relabel) !== JSON.stringify(relabel))
        this.workload.component.refuse(
          `sendMetricsTo "${endpoint.url}" is told twice, with other steps`,
          'give all steps at once',
        );
      const { tenant, ...connection } = this.workload.connectTo(endpoint, 'writes metrics');
      this.forMetrics.set(endpoint.url, {
        url: connection.url,
        headers: tenant ? { [tenantHeader]: tenant } : {},
        client: { ...clientOf(connection), ...proxyChoice(this.workload, [endpoint]) },
        relabel,
      });
    }
  }
}

const sorted = <T>(map: ReadonlyMap<string, T>): readonly T[] =>
  byKey(map).map(([, value]) => value);
