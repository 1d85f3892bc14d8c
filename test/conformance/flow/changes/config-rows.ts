import { createHash } from 'node:crypto';
import { load } from 'js-yaml';
import type {
  Component,
  Dashboard,
  IDashboardSource,
  IScrapeTarget,
} from '../../../../lib/core/index.js';
import { toYaml } from '../../../../lib/model/yaml.js';
import type { Apis } from '../ask/apis.js';
import { fetchAs, stackParts } from '../parts/stack.js';
import { otherSiteHost } from '../system/outside.js';
import { instance } from '../system/pods.js';
import type { System } from '../system/system.js';

/** A ConfigMap of the stack, and how a change of it reaches who reads it. */
export interface ConfigRow {
  readonly configMap: string;
  readonly noticed: 'reload' | 'restart';
  /** Changes the text; of what restarts, the facts of the site are changed instead. */
  readonly edit?: (text: string) => string;
  /** Whether the program itself shows the change. @default - only that the file in its pods is the new one */
  readonly isLive?: (around: Live) => Promise<boolean>;
  /** Whether that program is Alloy, which takes so long to build that it may be missing. */
  readonly isAlloy?: boolean;
}

/** What a row needs in order to see a change. */
export interface Live extends Apis {
  readonly system: System;
  /** The text as it was applied. */
  readonly text: string;
  /** When that was, in seconds since 1970. */
  readonly since: number;
}

/** An edit of a file in YAML. */
const inYaml =
  <T extends object>(change: (config: T) => object) =>
  (text: string): string =>
    // As the library writes that file.
    toYaml(change(load(text) as T));

interface RuleFile {
  readonly groups: readonly object[];
}

const changed = 'conformance-changed';

/** One more group of rules. */
const moreRules = (expr: string) =>
  inYaml<RuleFile>(({ groups }) => ({
    groups: [
      ...groups,
      { name: changed, rules: [{ alert: 'Never', expr, labels: { severity: 'info' } }] },
    ],
  }));

const slower = inYaml<{ readonly global: object }>((config) => ({
  ...config,
  global: { ...config.global, scrape_interval: '20s' },
}));

interface Receivers {
  readonly receivers: readonly { readonly slack_configs?: readonly object[] }[];
}

const otherChannel = inYaml<Receivers>((config) => ({
  ...config,
  receivers: config.receivers.map(({ slack_configs: slacks, ...receiver }) => ({
    ...receiver,
    ...(slacks ? { slack_configs: slacks.map((one) => ({ ...one, channel: `#${changed}` })) } : {}),
  })),
}));

interface Modules {
  readonly modules: object;
}

const moreModules = inYaml<Modules>(({ modules }) => ({
  modules: { ...modules, [changed]: { prober: 'tcp' } },
}));

/** When an Alertmanager has read its files with success, by its metrics; seconds since 1970. */
const lastReload = (metrics: string): number =>
  Number(/^alertmanager_config_last_reload_success_timestamp_seconds (\S+)$/m.exec(metrics)?.[1]);

/** A page of each pod of a component, as Prometheus may see it. */
async function pagesOf(
  system: System,
  part: (Component & IScrapeTarget) | undefined,
  path: string,
): Promise<readonly string[]> {
  if (!part) throw new Error(`the stack has no such component, whose ${path} is asked for`);
  const port = part.scrapeTargets[0]?.endpoints[0]?.port;
  const fetch = await fetchAs(system, stackParts.prometheus.name);
  const pods = await system.pods(part.namespace, { [instance]: part.name });
  const answers = pods.map(({ address }) => fetch({ url: `http://${address}:${port}${path}` }));
  return (await Promise.all(answers)).map(({ body }) => body);
}

/** Whether each Alloy of a component says that it runs this very file. */
const isLoaded =
  (name: 'alloy' | 'alloy-events') =>
  async ({ system, text }: Live) => {
    const part = name === 'alloy' ? stackParts.alloy : stackParts.events;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const pages = await pagesOf(system, part, '/metrics');
    return pages.every((page) => page.includes(`sha256="${sha256}"} 1`));
  };

const alloy = (name: 'alloy' | 'alloy-events'): ConfigRow => ({
  configMap: `${name}-config`,
  noticed: 'reload',
  edit: (text) => `// ${changed}\n${text}`,
  isLive: isLoaded(name),
  isAlloy: true,
});

/** A dashboard: of Grafana, which is not run here, no more can be seen than its files. */
const dashboard = (uid: string): ConfigRow => ({
  configMap: `grafana-dashboard-${uid}`,
  noticed: 'reload',
  edit: (text) => JSON.stringify({ ...JSON.parse(text), title: changed }),
});

/** The dashboards that components of the stack bring. */
const dashboardsOf = (parts: object): readonly Dashboard[] =>
  Object.values(parts).flatMap((part: Partial<IDashboardSource> | undefined) => [
    ...(part?.dashboards ?? []),
  ]);

/** Every ConfigMap of the stack. */
export const configRows: readonly ConfigRow[] = [
  {
    configMap: 'prometheus-config',
    noticed: 'reload',
    edit: slower,
    // Edited, or changed with the facts of the site.
    isLive: async ({ prometheus }) => {
      const config = await prometheus.config();
      return /^ +scrape_interval: 20s$/m.test(config) || config.includes(`//${otherSiteHost}\n`);
    },
  },
  {
    configMap: 'prometheus-rules-0',
    noticed: 'reload',
    edit: moreRules('vector(0) > 1'),
    isLive: async ({ prometheus }) =>
      (await prometheus.rules()).some(({ name }) => name === changed),
  },
  {
    configMap: 'alertmanager-config',
    noticed: 'reload',
    edit: otherChannel,
    isLive: async ({ alertmanagers }) => {
      const all = await Promise.all(alertmanagers.map((one) => one.status()));
      return all.every(({ config }) => config.original.includes(`#${changed}`));
    },
  },
  {
    // Changed with the facts of the site, when Alertmanager's other file is not.
    configMap: 'alertmanager-templates',
    noticed: 'reload',
    isLive: async ({ alertmanagers, since }) => {
      const all = await Promise.all(alertmanagers.map((one) => one.text('/metrics')));
      return all.every((text) => lastReload(text) > since);
    },
  },
  {
    configMap: 'blackbox-exporter-config',
    noticed: 'reload',
    edit: moreModules,
    isLive: async ({ system }) =>
      (await pagesOf(system, stackParts.probes, '/config')).every((page) => page.includes(changed)),
  },
  alloy('alloy'),
  alloy('alloy-events'),
  {
    configMap: 'loki-rules',
    noticed: 'reload',
    edit: moreRules('sum(count_over_time({job="none"}[1m])) > 1'),
    isLive: async ({ loki }) => (await loki.rules()).some(({ name }) => name === changed),
  },
  {
    configMap: 'loki-config',
    noticed: 'restart',
    isLive: async ({ loki }) => /retention_period: (6d|144h)/.test(await loki.text('/config')),
  },
  { configMap: 'grafana-config', noticed: 'restart' },
  { configMap: 'grafana-datasources', noticed: 'restart' },
  { configMap: 'grafana-folders', noticed: 'restart' },
  ...dashboardsOf(stackParts).map(({ uid }) => dashboard(uid)),
];
