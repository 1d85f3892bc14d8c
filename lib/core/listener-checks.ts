import { refuse } from '../model/refusal.js';
import { isPort } from './check.js';
import { portName, portPerTransport } from './names.js';
import type { Transport } from './peer.js';
import type { Workload } from './workload.js';

/** Refuses a port that is malformed, or taken in the pod: its containers share one network. */
export function checkListener(
  { node: { path }, containers }: Workload,
  { name, port, transports }: { name: string; port: number; transports: readonly Transport[] },
): void {
  for (const entry of portPerTransport(name, transports))
    if (!portName.test(entry.name))
      refuse(
        path,
        `port name "${entry.name}" is not a port name`,
        'give at most 15 lower-case letters, digits and "-"',
      );
  const fault = isPort(port);
  if (fault) refuse(path, `port "${name}" ${port} ${fault.rule}`, fault.remedy);
  if (containers.some((c) => c.hasPort(name)))
    refuse(path, `port name "${name}" is taken`, 'give each listener its own');
  const [twin] = containers.flatMap((c) => c.portAt(port, transports) ?? []);
  if (twin !== undefined)
    refuse(
      path,
      `port ${port} of "${name}" is taken by "${twin}"`,
      'give each listener its own, or take another path of the same by at(path)',
    );
}
