/** What the house does of itself to many rows, some in each transaction. */
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { houseScope } from './policy.ts';

/** What one transaction looked at, and to how much of it something was done. */
export type Batch = { found: number; done: number };

/**
 * Does some again and again until a batch was not full, or nothing was done; returns to how many something was done. Each batch is a transaction
 * and an operation of its own: what died in the middle is done by the next run.
 * @param noun whose work it is, for the request in the log
 * @param size how many a full batch finds
 */
export async function inBatches(
  noun: string,
  event: `${string}.${string}`,
  size: number,
  some: (change: Change) => Promise<Batch>,
): Promise<number> {
  for (let done = 0; ; ) {
    const operationId = newId();
    const act = { actorId: null, requestId: `${noun} ${operationId}`, operationId };
    const result = await transact(houseScope(null), act, event, async (change) => {
      const outcome = await some(change);
      if (outcome.done === 0) change.unchanged();
      return outcome;
    });
    done += result.done;
    if (result.found < size || result.done === 0) return done;
  }
}
