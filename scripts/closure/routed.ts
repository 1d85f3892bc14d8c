import { load } from 'js-yaml';
import type { Manifest } from '../../lib/core/index.js';
import { dataOf } from './objects.js';
import { distinct } from './series.js';

/** As much of Alertmanager's configuration as is read here. */
interface Routing {
  readonly route?: Route;
  readonly inhibit_rules?: readonly {
    readonly source_matchers?: readonly string[];
    readonly target_matchers?: readonly string[];
  }[];
}
interface Route {
  readonly matchers?: readonly string[];
  readonly routes?: readonly Route[];
}

const ofRoutes = ({ matchers = [], routes = [] }: Route): readonly string[] => [
  ...matchers,
  ...routes.flatMap(ofRoutes),
];

/** The alerts that routes and inhibitions name, each once. */
export function routedAlerts(objects: readonly Manifest[]): readonly string[] {
  // The edge: this file's shape is that of Alertmanager's configuration; without one, there is no text.
  const files = objects.find(
    (o) => o.kind === 'ConfigMap' && o.metadata.name === 'alertmanager-config',
  );
  if (files === undefined) return [];
  const { route = {}, inhibit_rules = [] } = load(
    dataOf(objects, 'alertmanager-config'),
  ) as Routing;
  const matchers = [
    ...ofRoutes(route),
    ...inhibit_rules.flatMap(({ source_matchers = [], target_matchers = [] }) => [
      ...source_matchers,
      ...target_matchers,
    ]),
  ];
  return distinct(
    matchers.flatMap((matcher) => {
      const [, names] = /^alertname=~?"([\w|]+)"$/.exec(matcher) ?? [];
      return names?.split('|') ?? [];
    }),
  );
}
