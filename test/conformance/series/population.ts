import { toYamlStream } from '../../../lib/model/yaml.js';
import type { Kubectl } from '../cluster/kubectl.js';
import { until } from '../cluster/run.js';

const namespaces = ['shop', 'till', 'store', 'post'];
const apps = ['web', 'api', 'cart', 'mail', 'search', 'stock'];
const replicas = 10;

/** How many pods live in the cluster, of whose state kube-state-metrics tells. */
const podCount = namespaces.length * apps.length * replicas;

const labels = (app: string) => ({ 'app.kubernetes.io/name': app });

/** What comes with one app: the things that people have of it. */
const app = (namespace: string, name: string): readonly object[] => [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: labels(name) },
    spec: {
      replicas,
      selector: { matchLabels: labels(name) },
      template: {
        metadata: { labels: labels(name) },
        spec: {
          automountServiceAccountToken: false,
          // Three nodes hold 330 pods, one of them by this only.
          tolerations: [{ operator: 'Exists' }],
          containers: [
            {
              name,
              image: `example.com/${name}:1`,
              resources: {
                requests: { cpu: '10m', memory: '32Mi' },
                limits: { memory: '64Mi' },
              },
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels: labels(name) },
    spec: { selector: labels(name), ports: [{ name: 'http', port: 80 }] },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: labels(name) } },
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      minReplicas: replicas,
      maxReplicas: replicas * 2,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { name } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { name } },
];

/** Fills a cluster as a small company does, and waits until its pods run. */
export async function populate(kubectl: Kubectl): Promise<void> {
  const objects = namespaces.flatMap((name) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    ...apps.flatMap((one) => app(name, one)),
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'all', namespace: name },
      spec: { hard: { pods: '100' } },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report', namespace: name },
      spec: {
        schedule: '0 0 1 1 *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'report', image: 'example.com/report:1' }],
              },
            },
          },
        },
      },
    },
  ]);
  await kubectl.ok(['apply', '-f', '-'], toYamlStream(objects));
  await until(`${podCount} pods running`, 60, async () => {
    const running = await kubectl.ok(
      'get pods -A --field-selector=status.phase=Running -o name'.split(' '),
    );
    return running.trim().split('\n').length >= podCount ? true : undefined;
  });
}
