import type { System } from '../system/system.js';
import { blogParts } from './parts.js';

/** What the custom metrics API answers of some objects. */
interface MetricValues {
  readonly items: readonly {
    readonly describedObject: { readonly kind: string; readonly name: string };
    readonly value: string;
  }[];
}

const suffixes: Readonly<Record<string, number>> = { '': 1, m: 0.001, k: 1000 };

/** `12500m` as a number. @throws on what is none of ours */
export function quantity(text: string): number {
  const [, number, suffix = ''] = /^(\d+(?:\.\d+)?)([mk]?)$/.exec(text) ?? [];
  const factor = suffixes[suffix];
  if (number === undefined || factor === undefined)
    throw new Error(`"${text}" is no quantity that is known here; teach metrics-apis.ts`);
  return Number(number) * factor;
}

/** A metric of each pod of the blog by its name, as `kubectl get --raw` has it; empty where there is none yet. */
export async function podMetric(
  { kubectl }: System,
  metric: string,
): Promise<ReadonlyMap<string, number>> {
  const { namespace } = blogParts.blog;
  const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${namespace}/pods/*/${metric}`;
  const { code, stdout, stderr } = await kubectl.run(['get', '--raw', path]);
  if (code !== 0 && /could not find the metric/.test(stderr)) return new Map();
  if (code !== 0) throw new Error(`${path}: ${stderr.trim()}`);
  // The adapter's own JSON: a MetricValueList.
  const { items } = JSON.parse(stdout) as MetricValues;
  return new Map(
    items.map(({ describedObject, value }) => [describedObject.name, quantity(value)]),
  );
}

/** Lines of `kubectl top` without its head; none while nothing is measured yet. */
export async function top(
  { kubectl }: System,
  what: 'pods' | 'nodes',
  ...flags: readonly string[]
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await kubectl.run(['top', what, '--no-headers', ...flags]);
  if (code !== 0 && !/not available yet/.test(stderr))
    throw new Error(`kubectl top ${what}: ${stderr.trim()}`);
  return stdout.split('\n').filter((line) => line.trim() !== '');
}
