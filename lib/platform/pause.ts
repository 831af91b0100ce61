import { setTimeout } from 'node:timers/promises';

/** Waits so many milliseconds, or until the signal: then it ends early, and does not throw. Without `ref` it keeps no process alive. */
export const pause = (milliseconds: number, signal: AbortSignal, ref = true): Promise<void> =>
  setTimeout(milliseconds, undefined, { signal, ref }).catch(() => undefined);
