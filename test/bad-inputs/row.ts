import { Alertmanager, type RootRoute, slack } from '../../lib/alertmanager/index.js';
import { Alloy, type AlloyProps } from '../../lib/alloy/index.js';
import { type Chart, SecretRef } from '../../lib/core/index.js';
import { adminSecret, Grafana, type GrafanaProps } from '../../lib/grafana/index.js';
import { Loki } from '../../lib/loki/index.js';
import { Prometheus } from '../../lib/prometheus/index.js';
import { testChart } from '../support.js';

/** What somebody writes: builds it, and gives back the chart that is then rendered, if there is one. */
export type Make = () => unknown;

/** One row of the list of bad inputs: what must be refused, and what is much like it and must pass. */
export interface Row {
  /** Its number in the list, or that it comes from the candidates after it. */
  readonly row: number | 'further';
  /** What is written, and the whole message it is answered with. */
  readonly bad: readonly (readonly [what: string, make: Make, message: string])[];
  readonly near: readonly (readonly [what: string, make: Make])[];
}

/** A value as a caller without types passes it. */
// biome-ignore lint/suspicious/noExplicitAny: that is the point
export const untyped = (value: unknown): any => value;

/** The message of a synth that found these faults. */
export const atSynth = (...faults: readonly string[]): string =>
  [
    `${faults.length} ${faults.length === 1 ? 'error' : 'errors'}, nothing was written`,
    ...[...faults].sort(),
  ].join('\n  ');

export const ref = (name: string, key = 'value'): SecretRef => new SecretRef(name, key);
export const admin = adminSecret({ password: ref('grafana-admin', 'password') });
export const team = slack({ name: 'team', webhook: ref('slack', 'url') });

/** A Prometheus that was told this. */
export const prometheus = (props: unknown = {}, chart = testChart()): Prometheus =>
  new Prometheus(chart, 'prometheus', untyped(props));

/** A Loki that was told this. */
export const loki = (props: unknown = {}, chart = testChart()): Loki =>
  new Loki(chart, 'loki', untyped(props));

/** An Alertmanager that was told this, besides its routes. */
export const alertmanager = (props: unknown = {}, chart = testChart()): Alertmanager =>
  new Alertmanager(chart, 'alertmanager', { routes: { receiver: team }, ...untyped(props) });

/** An Alertmanager with this tree of routes. */
export const routed = (routes: RootRoute): Alertmanager => alertmanager({ routes });

/** A Grafana that was told this, and has what each needs. */
export function grafana(props: Partial<GrafanaProps> = {}, chart: Chart = testChart()): Grafana {
  const made = new Grafana(chart, 'grafana', { login: admin, ...props });
  made.addDatasource(Prometheus.fromUrl('https://metrics.example.com'), { default: true });
  return made;
}

/** An Alloy with somewhere to send logs to. */
export function alloy(props: Partial<AlloyProps> = {}, chart: Chart = testChart()): Alloy {
  const made = new Alloy(chart, 'alloy', { runsOn: 'every-node', ...props });
  made.sendLogsTo(Loki.fromUrl('https://logs.example.com'));
  return made;
}
