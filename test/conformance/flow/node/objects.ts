import { ApiException, CoreV1Api } from '@kubernetes/client-node';
import type { NodeContext } from './types.js';

/** The core objects of the API server that a node reads. */
export const coreOf = ({ kube }: NodeContext): CoreV1Api => kube.makeApiClient(CoreV1Api);

/** What the API server answers; undefined where it knows no such object. */
export async function found<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return undefined;
    throw error;
  }
}

/** Values by key, as a ConfigMap or a Secret holds them. */
export type Keys = ReadonlyMap<string, Buffer>;

/** What is in a ConfigMap; undefined where it is not there. */
export async function configMapKeys(
  core: CoreV1Api,
  namespace: string,
  name: string,
): Promise<Keys | undefined> {
  const map = await found(core.readNamespacedConfigMap({ namespace, name }));
  return (
    map &&
    new Map([
      ...Object.entries(map.data ?? {}).map(([key, text]) => [key, Buffer.from(text)] as const),
      ...base64(map.binaryData),
    ])
  );
}

/** What is in a Secret; undefined where it is not there. */
export async function secretKeys(
  core: CoreV1Api,
  namespace: string,
  name: string,
): Promise<Keys | undefined> {
  const secret = await found(core.readNamespacedSecret({ namespace, name }));
  return secret && new Map(base64(secret.data));
}

const base64 = (data: Readonly<Record<string, string>> = {}) =>
  Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64')] as const);
