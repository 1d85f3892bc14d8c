// Classes that objects name: of storage, of gateways, of priority.
import { claimsOf, ofKind, unique, workloadsOf } from './dist.mjs';
import { fails, ok, skip } from './lines.mjs';

const isDefault = ({ metadata: { annotations = {} } }, annotation) =>
  annotations[annotation] === 'true';

/**
 * One line for each class that is wanted, `undefined` being the default one.
 *
 * @param {{ kind: string, resource: string, annotation?: string, judge?: (o: any) => string | undefined,
 *   remedy: string }} about `judge` says what is wrong with one that is there
 */
async function classes(wanted, { kind, resource, annotation, judge, remedy }, cluster) {
  if (wanted.length === 0) return [];
  const { items, why } = await cluster.list(resource);
  return unique(wanted).map((name) => {
    const title = name ? `${kind} ${name}` : `default ${kind}`;
    if (why) return skip(title, why);
    const found = items.find((o) => (name ? o.metadata.name === name : isDefault(o, annotation)));
    const names = items.map(({ metadata }) => metadata.name);
    if (!found)
      return fails(
        title,
        `not there${names.length > 0 ? `, but ${names.join(', ')}` : ''}`,
        remedy,
      );
    const wrong = judge?.(found);
    return wrong
      ? fails(title, wrong, remedy)
      : ok(`${title}${name ? '' : `: ${found.metadata.name}`}`);
  });
}

const accepted = ({ status }) => {
  const { status: is, message } = status?.conditions?.find(({ type }) => type === 'Accepted') ?? {};
  if (is === 'True') return undefined;
  return is === 'False' ? `not accepted: ${message}` : 'no controller has accepted it';
};

/** Every class that objects name exists; storage and ingresses that name none take a default. */
export async function checkClasses(objects, cluster) {
  const claims = [
    ...workloadsOf(objects)
      .flatMap(claimsOf)
      .map(({ className }) => className),
    ...ofKind(objects, 'PersistentVolumeClaim').map(({ spec }) => spec.storageClassName),
  ];
  const ingresses = ofKind(objects, 'Ingress').map(({ spec }) => spec.ingressClassName);
  const gateways = ofKind(objects, 'Gateway').map(({ spec }) => spec.gatewayClassName);
  const priorities = workloadsOf(objects).flatMap(
    ({ spec }) => spec.template.spec.priorityClassName ?? [],
  );
  const checks = [
    [
      claims,
      {
        kind: 'StorageClass',
        resource: 'storageclasses',
        annotation: 'storageclass.kubernetes.io/is-default-class',
        remedy: 'make it, or name one that is there as the storageClass of the site',
      },
    ],
    [
      ingresses,
      {
        kind: 'IngressClass',
        resource: 'ingressclasses',
        annotation: 'ingressclass.kubernetes.io/is-default-class',
        remedy: 'install a controller that brings it',
      },
    ],
    [
      gateways,
      {
        kind: 'GatewayClass',
        resource: 'gatewayclasses.gateway.networking.k8s.io',
        judge: accepted,
        remedy: 'install a controller that brings it, or name another as the gateway of the site',
      },
    ],
    [
      priorities,
      {
        kind: 'PriorityClass',
        resource: 'priorityclasses',
        remedy: 'make it, or name one that is there as the priorityClass of the site',
      },
    ],
  ];
  const lines = [];
  for (const [wanted, about] of checks) lines.push(...(await classes(wanted, about, cluster)));
  return lines;
}
