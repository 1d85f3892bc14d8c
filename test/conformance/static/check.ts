import { expect, it } from 'vitest';
import type { Manifest } from '../../../lib/core/index.js';
import { Objects, stack, type Verdict } from '../../house/house.js';
import { mutation } from '../mutations.js';
import { describeWith } from '../programs.js';
import { type Outcome, PodView, workloadsOf } from './pod-view.js';
import { objectsOf, systems } from './systems.js';

/** A judgement of a real program over the pods of one product. */
export interface Check {
  /** The programs that judge. */
  readonly by: readonly string[];
  /** The product, as `app.kubernetes.io/name` has it. */
  readonly product: string;
  readonly judge: (pod: PodView) => Verdict;
  /** Where it must see things, and find mutations; a fresh copy each time. @default - the stack of the example site */
  readonly of?: () => Manifest[];
  /** It must see at least as many things there. */
  readonly atLeast: number;
  /** Changes that must be found there, and words of what must be said of them. */
  readonly mutations: Readonly<Record<string, readonly [(objects: Objects) => void, RegExp]>>;
}

/** The check holds wherever the product runs, it saw something, and each mutation is caught in its program's words. */
export function check(title: string, props: Check): void {
  const { by, product, judge, of = stack, atLeast, mutations } = props;
  const verdictOn = (objects: readonly Manifest[]): Verdict => {
    const verdicts = workloadsOf(objects, product).map((w) => PodView.of(objects, w, judge));
    return {
      saw: verdicts.reduce((sum, { saw }) => sum + saw, 0),
      faults: verdicts.flatMap(({ faults }) => faults),
    };
  };
  describeWith(title, by, () => {
    it.each(systems.filter(([, files]) => workloadsOf(objectsOf(files), product).length > 0))(
      'holds for %s',
      (_, files) => {
        expect(verdictOn(objectsOf(files)).faults).toEqual([]);
      },
    );
    it(`holds, and sees at least ${atLeast}`, () => {
      const { saw, faults } = verdictOn(of());
      expect(saw).toBeGreaterThanOrEqual(atLeast);
      expect(faults).toEqual([]);
    });
    for (const [name, [mutate, words]] of Object.entries(mutations))
      mutation(name, title, () => {
        const mutated = new Objects(of());
        mutate(mutated);
        expect(verdictOn(mutated.all).faults.join('\n')).toMatch(words);
      });
  });
}

/** A program's own words where it is not content. */
export const faultsOf = (...outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.flatMap(({ ok, output }) => (ok ? [] : [output]));

/** Replaces text in a file of a ConfigMap, which must be there. */
export const edit =
  (configMap: string, from: string, to: string) =>
  (objects: Objects): void => {
    const { data } = objects.get('ConfigMap', configMap);
    const file = Object.keys(data).find((key) => data[key].includes(from));
    if (file === undefined) throw new Error(`ConfigMap "${configMap}" has no "${from}"`);
    data[file] = data[file].replace(from, to);
  };

/** Replaces an argument of a workload's first container, which must be there. */
export const editArg =
  (kind: string, name: string, from: string, to: string) =>
  (objects: Objects): void => {
    const [container] = objects.get(kind, name).spec.template.spec.containers;
    const at = container.args.indexOf(from);
    if (at < 0) throw new Error(`${kind} "${name}" has no argument "${from}"`);
    container.args[at] = to;
  };
