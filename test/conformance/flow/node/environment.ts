import type { CoreV1Api, V1Container, V1EnvFromSource, V1EnvVar } from '@kubernetes/client-node';
import { podField, resourceField } from './fields.js';
import { identity } from './identity.js';
import { configMapKeys, coreOf, found, type Keys, secretKeys } from './objects.js';
import { type ContainerPlan, type NodeContext, PodError } from './types.js';
import type { User } from './user.js';

/** Variables of a process. */
export type Environment = ReadonlyMap<string, string>;

/** Puts variables in place of `$(NAME)`; one that is not known stays as it is, and `$$` is a dollar. */
export const expand = (text: string, environment: Environment): string =>
  text.replace(/\$(?:\$|\(([^)]*)\))/g, (all, name?: string) =>
    name === undefined ? '$' : (environment.get(name) ?? all),
  );

/** The host name of a pod: on the host's network its node's. */
export const hostNameOf = ({ pod }: ContainerPlan, { facts }: NodeContext): string =>
  pod.spec?.hostNetwork ? facts.name : (pod.spec?.hostname ?? identity(pod).name).slice(0, 63);

const refuse = (what: string): never => {
  throw new PodError('CreateContainerConfigError', what);
};

/**
 * The environment of a container, each value with those above it put in.
 *
 * @throws PodError where a ConfigMap, a Secret or a key is not there, and is not optional
 */
export async function environmentOf(
  context: NodeContext,
  plan: ContainerPlan,
  user: User,
): Promise<Environment> {
  const { container } = plan;
  const core = coreOf(context);
  const { namespace } = identity(plan.pod);
  const environment = new Map([
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', hostNameOf(plan, context)],
    ['HOME', user.uid === 0 ? '/root' : '/'],
    ...(await apiServerVariables(core)),
  ]);
  for (const source of container.envFrom ?? [])
    for (const [key, value] of await everyKey(core, namespace, source))
      environment.set(`${source.prefix ?? ''}${key}`, value.toString());
  for (const variable of container.env ?? []) {
    const value = variable.valueFrom
      ? await valueFrom(core, context, plan, variable)
      : expand(variable.value ?? '', environment);
    if (value !== undefined) environment.set(variable.name, value);
  }
  return environment;
}

/** Where the API server is. Links to other Services are not made: they are switched off in all pods of ours. */
async function apiServerVariables(core: CoreV1Api): Promise<readonly [string, string][]> {
  const service = await found(
    core.readNamespacedService({ namespace: 'default', name: 'kubernetes' }),
  );
  const port = String(service?.spec?.ports?.[0]?.port ?? '');
  return service?.spec?.clusterIP
    ? [
        ['KUBERNETES_SERVICE_HOST', service.spec.clusterIP],
        ['KUBERNETES_SERVICE_PORT', port],
        ['KUBERNETES_SERVICE_PORT_HTTPS', port],
      ]
    : [];
}

async function everyKey(
  core: CoreV1Api,
  namespace: string,
  { configMapRef, secretRef }: V1EnvFromSource,
): Promise<Keys> {
  const { name = '', optional } = configMapRef ?? secretRef ?? {};
  const keys = configMapRef
    ? await configMapKeys(core, namespace, name)
    : await secretKeys(core, namespace, name);
  if (keys || optional) return keys ?? new Map();
  return refuse(`${configMapRef ? 'configmap' : 'secret'} "${name}" not found`);
}

async function valueFrom(
  core: CoreV1Api,
  { facts }: NodeContext,
  { pod, container, sandbox }: ContainerPlan,
  { valueFrom: source = {} }: V1EnvVar,
): Promise<string | undefined> {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source;
  if (fieldRef)
    return podField(pod, fieldRef.fieldPath, { podIP: sandbox.address, hostIP: facts.address });
  if (resourceFieldRef)
    return resourceField(
      containerNamed(pod.spec?.containers, container, resourceFieldRef),
      resourceFieldRef,
    );
  const { name = '', key, optional } = configMapKeyRef ?? secretKeyRef ?? refuse('no valueFrom');
  const { namespace } = identity(pod);
  const keys = configMapKeyRef
    ? await configMapKeys(core, namespace, name)
    : await secretKeys(core, namespace, name);
  const value = keys?.get(key);
  if (value || optional) return value?.toString();
  const kind = configMapKeyRef ? 'ConfigMap' : 'Secret';
  return refuse(
    keys
      ? `couldn't find key ${key} in ${kind} ${namespace}/${name}`
      : `${kind.toLowerCase()} "${name}" not found`,
  );
}

const containerNamed = (
  containers: readonly V1Container[] | undefined,
  own: V1Container,
  { containerName }: { readonly containerName?: string },
): V1Container => containers?.find(({ name }) => name === containerName) ?? own;
