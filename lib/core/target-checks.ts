import { labelNameError } from '../model/promql.js';
import type { RelabelStep } from '../model/relabel.js';
import {
  type Check,
  type Checks,
  integer,
  isCallback,
  isDuration,
  isFlag,
  isName,
  isNamespace,
  isObject,
  isPort,
  isSecretRef,
  isText,
  listOf,
  oneOf,
  required,
} from './check.js';
import { areLabels, fields, kinds } from './check-nested.js';
import type { Discovery, ScrapeAuth, ScrapeTarget, ScrapeTls } from './contracts.js';
import { Endpoint } from './endpoint.js';
import { areKeptMetrics } from './kept-metrics.js';

const isScrapeAuth = kinds<ScrapeAuth, 'kind'>('kind', {
  'service-account': {},
  basic: { username: required(isSecretRef), password: required(isSecretRef) },
  bearer: { token: required(isSecretRef) },
  oauth2: {
    clientId: required(isText),
    clientSecret: required(isSecretRef),
    tokenUrl: required(isText),
    scopes: listOf(isText),
  },
});

const isScrapeTls = fields<ScrapeTls>({
  ca: isSecretRef,
  certificate: fields<NonNullable<ScrapeTls['certificate']>>({
    cert: required(isSecretRef),
    key: required(isSecretRef),
  }),
  serverName: isText,
  unverified: isText,
});

/** What a URL asks for: each name may stand there several times. */
const areParams: Check = (value) => {
  const wrong = isObject(value);
  if (wrong) return wrong;
  for (const [name, values] of Object.entries(Object(value))) {
    const fault = listOf(isText)(values);
    if (fault) return { rule: `has ${name}, which ${fault.rule}`, remedy: fault.remedy };
  }
  return undefined;
};

const isString: Check = (value) =>
  typeof value === 'string' ? undefined : { rule: 'is not a text', remedy: 'give a string' };
const areNames = required(listOf(isText));
const selects = { from: areNames, separator: required(isString), matches: required(isString) };
const isRelabelStep = kinds<RelabelStep, 'does'>('does', {
  keep: selects,
  drop: selects,
  // One without labels to read sets a fixed value.
  replace: { ...selects, to: required(isText), with: required(isString) },
  mapLabels: { matches: required(isString), with: required(isString) },
  dropLabels: { matches: required(isString) },
  keepLabels: { matches: required(isString) },
});

/** Labels that targets are given by hand. Two of all labels say who was scraped, and where: ours to set. */
export const areTargetLabels: Check = (value) => {
  const wrong = isObject(value);
  if (wrong) return wrong;
  for (const [name, text] of Object.entries(Object(value))) {
    if (labelNameError(name) !== undefined)
      return {
        rule: `has "${name}", which is not a label name`,
        remedy: 'give letters, digits and "_", no digit first',
      };
    if (name === 'job' || name === 'cluster')
      return { rule: `has "${name}", which the scraper sets`, remedy: 'leave it out' };
    if (typeof text !== 'string')
      return { rule: `has ${name}, which is not a text`, remedy: 'give a string' };
  }
  return undefined;
};

const isDiscovery = kinds<Discovery, 'kind'>('kind', {
  pods: { namespaces: listOf(isNamespace), labels: areLabels, container: isName },
  annotated: { on: required(oneOf('pods', 'services')), namespaces: listOf(isNamespace) },
  'endpoint-slices': {
    namespaces: required(listOf(isNamespace)),
    service: required(isText),
    port: required(isText),
  },
  nodes: {},
  static: { targets: areNames, labels: areTargetLabels },
  late: { groups: required(isCallback) },
  http: { url: required(isText), refresh: isDuration() },
  dns: { names: areNames, port: required(isPort), refresh: isDuration() },
});

const isEndpoint: Check = (value) =>
  value instanceof Endpoint
    ? undefined
    : { rule: 'is not an endpoint', remedy: "give Endpoint.fromUrl('https://…'), or another" };

/** Checks of a {@link ScrapeTarget}; options of the makers of targets are among them. */
export const targetChecks: Checks<ScrapeTarget> = {
  job: required(isText),
  endpoints: required(listOf(isEndpoint)),
  discovery: isDiscovery,
  permissions: listOf(isObject),
  interval: isDuration(),
  timeout: isDuration(),
  auth: isScrapeAuth,
  tls: isScrapeTls,
  params: areParams,
  honorLabels: isFlag,
  timestamped: isFlag,
  relabel: listOf(isRelabelStep),
  metricRelabel: listOf(isRelabelStep),
  metrics: areKeptMetrics,
  sampleLimit: integer(1, 100_000_000),
  measures: oneOf('hosts'),
};
