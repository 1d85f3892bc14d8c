import { load } from 'js-yaml';
import { describe, expect } from 'vitest';
import { toYaml } from '../../../../lib/model/yaml.js';
import { workloadsAvailable } from '../../cluster/checks.js';
import type { Change } from '../../cluster/stack.js';
import { mutation } from '../../mutations.js';
import { denied } from '../access/audit.js';
import { scrapeJobsOf } from '../ask/apis.js';
import { settled } from '../ask/settled.js';
import { notRunHere, targetsUp } from '../metrics/scraping.js';
import { hasAlloy } from '../system/alloy.js';
import { describeWithAlloy } from '../system/suite.js';
import type { System } from '../system/system.js';
import { linesArrive } from './arrival.js';
import { auditOf, ownNamespaces } from './permissions.js';
import { reachability } from './policies.js';
import { askAsGrafana, stackParts } from './stack.js';

/** Applies the stack as it should be. A StatefulSet does not replace a pod that never became ready. */
async function restore(system: System): Promise<void> {
  await system.apply();
  const pods = await system.kubectl.list('pods');
  for (const { metadata, status } of pods) {
    const { name, namespace = '' } = metadata;
    const ready = status.containerStatuses?.every((one: { ready: boolean }) => one.ready);
    if (ready || !ownNamespaces.includes(namespace)) continue;
    await system.kubectl.ok(['delete', 'pod', name, `--namespace=${namespace}`]);
  }
  await system.available();
}

type Faults = (system: System) => Promise<readonly string[]>;

/** How long a fault may take to show. */
const soon = 90;

/** Waits for a fault, as `settled` waits for none. */
async function shown(expected: RegExp, look: () => Promise<readonly string[]>): Promise<string> {
  const { found } = await settled(soon, async () => {
    const faults = await look();
    const all = faults.join('\n');
    return { found: all, saw: faults.length, faults: expected.test(all) ? [] : ['not yet'] };
  });
  return found;
}

const notAvailable: Faults = async ({ kubectl, objects }) =>
  (await workloadsAvailable(kubectl, objects, 2)).faults;

const targets: Faults = async (system) => {
  const { prometheus } = await askAsGrafana(system);
  const jobs = scrapeJobsOf(stackParts);
  return (await targetsUp(prometheus, system.kubectl, jobs, notRunHere(hasAlloy()), 0)).faults;
};

/** The first job of Prometheus once more, under another name. */
const scrapedAgain: Change = (get) => {
  const { data } = get('ConfigMap', 'prometheus-config');
  // As we wrote it.
  const config = load(data['prometheus.yaml']) as { scrape_configs: object[] };
  const [first] = config.scrape_configs;
  config.scrape_configs.push({ ...first, job_name: 'again' });
  data['prometheus.yaml'] = toYaml(config);
};

/** Faults that only a running stack shows; each is mended before the next. This comes after all else. */
export function mutations(system: () => System): void {
  function caught(name: string, by: string, change: Change, look: Faults, expected: RegExp): void {
    mutation(name, by, async () => {
      await system().apply(change);
      try {
        expect(await shown(expected, () => look(system()))).toMatch(expected);
      } finally {
        await restore(system());
      }
    });
  }

  describe('the running stack shows', () => {
    caught(
      'dropped policy edge',
      'reachability',
      (get) => {
        const { spec } = get('NetworkPolicy', 'loki');
        spec.ingress = spec.ingress.filter(
          (rule: { from: object[] }) => !JSON.stringify(rule.from).includes('prometheus'),
        );
      },
      async (one) => (await reachability(one)).faults,
      /^prometheus → loki:3100 \(scrapes loki\): refused, not open/m,
    );

    caught(
      'wrong Secret key',
      'workloadsAvailable',
      (get) => {
        const { volumes } = get('Deployment', 'grafana').spec.template.spec;
        const secret = volumes.find((v: { secret?: object }) => v.secret);
        secret.secret.items[0].key = 'passwort';
      },
      notAvailable,
      /references non-existent secret key: passwort/,
    );

    caught(
      'wrong probe path',
      'workloadsAvailable',
      (get) => {
        const [container] = get('Deployment', 'kube-state-metrics').spec.template.spec.containers;
        container.readinessProbe.httpGet.path = '/ready';
      },
      notAvailable,
      /Readiness probe failed: HTTP probe answered with 404/,
    );

    caught(
      'a path that is not writable',
      'workloadsAvailable',
      (get) => {
        const { spec } = get('StatefulSet', 'prometheus').spec.template;
        const [container] = spec.containers;
        container.args = container.args.map((arg: string) =>
          arg.replace('--storage.tsdb.path=/prometheus', '--storage.tsdb.path=/data'),
        );
      },
      notAvailable,
      /prometheus-0: BackOff|StatefulSet observability\/prometheus: 0 of 1/,
    );

    caught(
      'missing RBAC rule',
      'denied',
      (get) => {
        const role = get('ClusterRole', 'observability-prometheus');
        role.rules = role.rules.filter(
          (rule: { resources?: string[] }) => !rule.resources?.includes('nodes/metrics'),
        );
      },
      async (one) => denied(auditOf(one), ownNamespaces).faults,
      /observability:prometheus.* get nodes\/metrics/,
    );

    caught(
      'a duplicate scrape',
      'targetsUp',
      scrapedAgain,
      targets,
      /is scraped twice: by .* and again|is scraped twice: by again and /,
    );

    describeWithAlloy('with Alloy', () => {
      caught(
        'wrong Loki path',
        'linesArrive',
        (get) => {
          const { data } = get('ConfigMap', 'alloy-config');
          data['config.alloy'] = data['config.alloy'].replace('/loki/api/v1/push', '/loki/push');
        },
        async (one) => (await linesArrive(one)).faults,
        /no line of .* has arrived/,
      );
    });
  });
}
