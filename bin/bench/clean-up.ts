/** What the bench has started and made, undone in reverse order at its end, at a failure and on Ctrl-C. */
import { tell } from './results.ts';

const undoings: (() => Promise<unknown>)[] = [];

/** Remembers how to undo something. */
export const undoLater = (undo: () => Promise<unknown>): void => void undoings.push(undo);

/** Undoes everything, the last first; one that fails does not keep the others from their turn. */
export async function undoAll(): Promise<void> {
  for (let undo = undoings.pop(); undo; undo = undoings.pop())
    await undo().catch((error: unknown) => tell(`clean-up: ${error instanceof Error ? error.message : error}`));
}

/** On Ctrl-C and its like: undo, then go. */
export function undoOnSignals(): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(name, () => {
      tell('stopping');
      void undoAll().then(() => process.exit(130));
    });
}
