import type { IConstruct } from 'constructs';
import { Chart } from './chart.js';
import { Component } from './component.js';
import { sortedWords } from './order.js';

/** A Secret by its place in a cluster, with some of its keys. */
export interface SecretKeys {
  readonly namespace: string;
  readonly name: string;
  /** Sorted. */
  readonly keys: readonly string[];
}

/** Has Secrets brought into the cluster, so that nobody creates them by hand. */
export interface ISecretSource {
  /** Asked late, when everything that reads a Secret is known. */
  readonly secretsDelivered: () => readonly SecretKeys[];
  /** Who brings them, as the synth summary says it. */
  readonly secretsComeBy: string;
}

/** Place of a Secret, as messages name it: `<namespace>/<name>`. */
export const placeOf = ({ namespace, name }: SecretKeys): string => `${namespace}/${name}`;

/**
 * Every Secret that pods of some components read by a `SecretRef`, sorted. Certificates and the Secrets of
 * registries have a type of their own, and are not among them.
 */
export function secretsRead(components: readonly Component[]): readonly SecretKeys[] {
  const keys = new Map<string, string[]>();
  for (const { workloads } of components)
    for (const { namespace, secrets } of workloads)
      for (const { name, key } of secrets) {
        const place = placeOf({ namespace, name, keys: [] });
        keys.set(place, [...(keys.get(place) ?? []), key]);
      }
  return sortedWords(keys.keys()).map((place) => {
    const [namespace = '', name = ''] = place.split('/');
    return { namespace, name, keys: sortedWords(keys.get(place) ?? []) };
  });
}

/** All that stands in the app of a component and in the same cluster. */
const neighbours = (component: Component): readonly IConstruct[] =>
  component.node.root.node
    .findAll()
    .filter(Chart.knowsSite)
    .filter(({ site }) => site.cluster === component.site.cluster)
    .flatMap((chart) => chart.node.findAll());

/** The components of the same app and cluster: those whose Secrets a source can deliver. */
export const componentsBeside = (component: Component): readonly Component[] =>
  neighbours(component).filter((c): c is Component => c instanceof Component);

const isSource = (construct: IConstruct): construct is IConstruct & ISecretSource =>
  'secretsDelivered' in construct;

/** What brings Secrets into the cluster of a component, itself too where it does. */
export const sourcesBeside = (component: Component): readonly (IConstruct & ISecretSource)[] =>
  neighbours(component).filter(isSource);

/** Who delivers a Secret that a component reads. */
export const deliveredBy = (
  component: Component,
  secret: SecretKeys,
): (IConstruct & ISecretSource) | undefined =>
  sourcesBeside(component).find((source) =>
    source.secretsDelivered().some((one) => placeOf(one) === placeOf(secret)),
  );
