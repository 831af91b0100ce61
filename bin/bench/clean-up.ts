/** What the bench has started and made, undone in reverse order at its end, at a failure and on Ctrl-C. */
import { tell } from './results.ts';

const undoings: (() => Promise<unknown>)[] = [];
let undoing: Promise<void> | undefined;

/** Remembers how to undo something. */
export const undoLater = (undo: () => Promise<unknown>): void => void undoings.push(undo);

/** Undoes everything, the last first, once; one that fails does not keep the others from their turn. */
export function undoAll(): Promise<void> {
  undoing ??= undoEach();
  return undoing;
}

async function undoEach(): Promise<void> {
  for (let undo = undoings.pop(); undo; undo = undoings.pop())
    await undo().catch((error: unknown) => tell(`clean-up: ${error instanceof Error ? error.message : error}`));
}

/** On Ctrl-C and its like: undo, then go. What fails in the meantime, because its server is gone, is of no interest. */
export function undoOnSignals(): Promise<number> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(name, () => {
        tell('stopping');
        void undoAll().then(() => resolve(130));
      });
  });
}

export const isStopping = (): boolean => undoing !== undefined;
