import {
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  ListWatch,
  type ObjectCache,
  Watch,
} from '@kubernetes/client-node';
import { say } from './say.js';
import { pause } from './waiting.js';

/** Some objects of the API server. */
export interface Watched<T extends KubernetesObject> {
  /** `/api/v1/pods` */
  readonly path: string;
  readonly list: () => Promise<KubernetesListObject<T>>;
  readonly fieldSelector?: string;
}

/** What is told of them. */
export interface Observer<T> {
  /** It is there, or is another than before. */
  readonly changed: (object: T) => void;
  readonly gone: (object: T) => void;
}

/**
 * Follows objects of the API server for as long as the node lives. Times in them are texts where they come of a
 * watch, and Dates where they come of a list.
 *
 * @returns what is there, kept current
 */
export async function follow<T extends KubernetesObject>(
  kube: KubeConfig,
  { path, list, fieldSelector }: Watched<T>,
  observer: Observer<T>,
): Promise<ObjectCache<T>> {
  const objects = new ListWatch<T>(path, new Watch(kube), list, false, undefined, fieldSelector);
  // The client takes what an observer throws for a line that it cannot read, and drops it.
  const apart = (tell: (object: T) => void) => (object: T) => void setImmediate(tell, object);
  objects.on('add', apart(observer.changed));
  objects.on('update', apart(observer.changed));
  objects.on('delete', apart(observer.gone));
  objects.on('error', async (error) => {
    say(`watch of ${path} broken, begun again: ${error}`);
    await pause(1000);
    await objects.start();
  });
  await objects.start();
  return objects;
}
