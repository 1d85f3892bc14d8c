import type { Change } from '../../cluster/stack.js';
import { comesTrue } from '../ask/patiently.js';
import { askAsGrafana } from '../parts/stack.js';
import { hasAlloy } from '../system/alloy.js';
import type { System } from '../system/system.js';
import { configMapsOf, isCarried, isSeen } from './config-files.js';
import { type ConfigRow, configRows, type Live } from './config-rows.js';

/** How many seconds a change of each ConfigMap took, by its name. */
export type Taken = ReadonlyMap<string, Promise<number>>;

/** What a row sees by. Asked for anew each time: Grafana, as which we ask, may just have been replaced. */
const live = async (system: System, configMap: string, since: number): Promise<Live> => ({
  ...(await askAsGrafana(system)),
  ...{ system, since, text: textOf(system, configMap) },
});

/** Whether a change shows: in the program, where the row says how and it runs here. */
async function shows(
  { configMap, isAlloy, isLive }: ConfigRow,
  system: System,
  since: number,
): Promise<boolean> {
  if (!isLive || (isAlloy && !hasAlloy())) return true;
  return await isLive(await live(system, configMap, since));
}

const textOf = ({ objects }: System, configMap: string): string =>
  configMapsOf(objects).get(configMap)?.text ?? '';

/** Applies a change, and looks at each ConfigMap that it changes until it has reached its program. */
export async function takeChange(system: System, change: Change): Promise<Taken> {
  const { objects } = system;
  const since = Date.now() / 1000;
  await system.apply(change);
  const taken = new Map<string, Promise<number>>();
  for (const row of configRows) {
    const { configMap, noticed } = row;
    if (textOf(system, configMap) === configMapsOf(objects).get(configMap)?.text) continue;
    const seconds = comesTrue(
      `a changed ${configMap} is not live`,
      300,
      async () =>
        (await isSeen(system, configMap)) &&
        (noticed === 'reload' || (await isCarried(system, configMap))) &&
        (await shows(row, system, since)),
    );
    // It is told by the test that awaits it.
    seconds.catch(() => undefined);
    taken.set(configMap, seconds);
  }
  return taken;
}

/** Applies the stack as it was, and waits until nothing shows the edits any more. */
export async function takeBack(system: System): Promise<void> {
  const since = Date.now() / 1000;
  await system.apply();
  await system.available();
  for (const { configMap, edit, isLive, isAlloy } of configRows) {
    if (!edit || !isLive || isAlloy) continue;
    await comesTrue(
      `${configMap} is still the edited one`,
      300,
      async () => !(await isLive(await live(system, configMap, since))),
    );
  }
}
