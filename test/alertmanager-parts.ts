import { Duration } from 'cdk8s';
import {
  Alertmanager,
  type AlertmanagerProps,
  blackHole,
  email,
  heartbeat,
  pagerDuty,
  type RootRoute,
  receiver,
  route,
  slack,
  timeInterval,
  webhook,
} from '../lib/alertmanager/index.js';
import { SecretRef, type SiteProps } from '../lib/core/index.js';
import { testChart } from './support.js';

/** A Secret's key that only its name matters of. */
export const ref = (name: string, key = 'value') => new SecretRef(name, key);
export const team = slack({ name: 'team', webhook: ref('slack', 'url'), channel: '#alerts' });
export const plain: RootRoute = { receiver: team };

/** A tree with something of everything. */
export function everything(): RootRoute {
  const onCall = receiver(
    'on-call',
    pagerDuty({ routingKey: ref('pagerduty', 'routing-key') }),
    email({
      to: ['a@example.com', 'b@example.com'],
      from: 'alerts@example.com',
      smarthost: 'smtp.example.com:587',
      auth: { username: 'alerts', password: ref('smtp', 'password') },
      sendResolved: false,
    }),
  );
  const nights = timeInterval(
    'nights and weekends',
    { days: ['sunday', { from: 'friday', to: 'saturday' }] },
    { times: [{ from: '18:00', to: '24:00' }], location: 'Europe/Berlin' },
  );
  const holidays = timeInterval('holidays', {
    months: ['december', { from: 'july', to: 'august' }],
  });
  return {
    receiver: team,
    groupBy: ['cluster', 'alertname'],
    groupWait: Duration.seconds(10),
    groupInterval: Duration.minutes(2),
    repeatInterval: Duration.days(1),
    routes: [
      heartbeat({ url: ref('heartbeat', 'url') }),
      route({
        match: {},
        receiver: webhook({ name: 'archive', url: 'http://archive.ops.svc:8080/in' }),
        groupBy: ['...'],
        continue: true,
      }),
      route({
        match: { severity: 'critical', namespace: { not: 'load-tests' } },
        receiver: onCall,
        repeatInterval: Duration.hours(1),
        routes: [route({ match: { team: { re: 'db|"dba"' } }, groupWait: Duration.seconds(0) })],
      }),
      route({
        match: { namespace: { re: 'team-\\d+' } },
        receiver: webhook({ name: 'bot', url: ref('bot', 'url'), bearer: ref('bot', 'token') }),
        activeDuring: [nights],
        muteDuring: [holidays],
      }),
      route({
        match: { namespace: 'load-tests' },
        receiver: blackHole({ reason: 'load tests break things by design' }),
      }),
      route({ match: {} }),
    ],
  };
}

/** One in a chart of its own. */
export function made(props: Partial<AlertmanagerProps> = {}, site: Partial<SiteProps> = {}) {
  const chart = testChart(site);
  const alertmanager = new Alertmanager(chart, 'alertmanager', { routes: plain, ...props });
  return { chart, alertmanager };
}

/** What a caller without types may write. */
// biome-ignore lint/suspicious/noExplicitAny: the point is that it is of no type the compiler would take
export const untyped = (value: unknown): any => value;

/** What is refused, and how it is said. */
export type Refusals = readonly (readonly [
  what: string,
  attempt: () => unknown,
  message: string,
])[];

/** The end of every refusal of a credential. */
export const secretRule =
  "is not a reference to a Secret; give new SecretRef('name', 'key'): a credential's value has no place in manifests";
