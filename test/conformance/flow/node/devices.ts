import { readFile } from 'node:fs/promises';

/** What came and went over one device. */
export interface Device {
  readonly name: string;
  /** Bytes, packets, errors, and packets that were dropped. */
  readonly received: readonly [number, number, number, number];
  readonly sent: readonly [number, number, number, number];
}

/** The devices of the network that a process is in, but for its loopback. */
export async function devicesOf(pid: number | 'self'): Promise<Device[]> {
  const text = await readFile(`/proc/${pid}/net/dev`, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(2)
    .map((line) => line.trim().split(/:\s*|\s+/))
    .filter(([name]) => name !== '' && name !== 'lo')
    .map(([name = '', ...counts]) => {
      const four = (from: number): Device['received'] => {
        const [bytes = 0, packets = 0, errors = 0, dropped = 0] = counts.slice(from).map(Number);
        return [bytes, packets, errors, dropped];
      };
      return { name, received: four(0), sent: four(8) };
    });
}
