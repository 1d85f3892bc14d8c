import { App, Chart, type Manifest, type SiteProps } from '../lib/core/index.js';

/** A chart at a site of one fact; nothing of it touches a disk. */
export function testChart(site: Partial<SiteProps> = {}, id = 'chart'): Chart {
  return new Chart(new App(), id, { site: { cluster: 'test', ...site } });
}

/** The objects of the app that a chart stands in, judged as a synth judges them. */
export function objectsOf(chart: Chart): readonly Manifest[] {
  const app = chart.node.root;
  if (!(app instanceof App)) throw new Error('the chart stands in no App');
  return app.render().flatMap((file) => file.objects.map((o) => o.manifest));
}

/** One object by kind and name. The shape is the test's to know. */
// biome-ignore lint/suspicious/noExplicitAny: tests read deep into objects of every kind
export function objectOf(chart: Chart, kind: string, name: string): any {
  const found = objectsOf(chart).find((o) => o.kind === kind && o.metadata.name === name);
  if (!found) throw new Error(`${kind} ${name} is not there`);
  return found;
}

/** Text of a file in a ConfigMap. */
export const fileOf = (chart: Chart, configMap: string, file: string): string =>
  objectOf(chart, 'ConfigMap', configMap).data[file];

/** Names of all objects, as `Kind name`, in the order they are written. */
export const inventory = (chart: Chart): readonly string[] =>
  objectsOf(chart).map((o) => `${o.kind} ${o.metadata.name}`);
