import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiException } from '@kubernetes/client-node';
import { PodError } from './types.js';

/** Waits; answers whether it was left to, or cut short by the signal. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return false;
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}

/** Settles when the signal is given. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Whether the API server answered with one of these codes. */
export const hasCode = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof ApiException && codes.includes(error.code);

const onTheWay = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'];

/** Whether it is overload, or a fault of the server or of the way to it. */
const passes = (error: unknown): boolean =>
  error instanceof ApiException
    ? error.code === 429 || error.code >= 500
    : error instanceof Error && 'code' in error && onTheWay.includes(String(error.code));

/**
 * Asks the API server, for half a minute where the server or the way to it fails.
 *
 * @throws what it answers otherwise
 */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  for (let left = 30; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || !passes(error)) throw error;
    }
    await pause(1000);
  }
}

/**
 * Tries once a second until nothing is missing any more.
 *
 * @param missing is told what is, each time that it is something else
 * @returns undefined where the signal was given first
 */
export async function patiently<T>(
  attempt: () => Promise<T>,
  missing: (error: PodError) => void,
  signal: AbortSignal,
): Promise<T | undefined> {
  let told = '';
  while (!signal.aborted) {
    try {
      return await asking(attempt);
    } catch (error) {
      if (!(error instanceof PodError)) throw error;
      if (error.message !== told) missing(error);
      told = error.message;
    }
    await pause(1000, signal);
  }
  return undefined;
}

/** Makes a task that runs once at a time, and once more where it is called meanwhile. */
export function coalesced(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    try {
      while (again) {
        again = false;
        await task();
      }
    } finally {
      running = undefined;
    }
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}
