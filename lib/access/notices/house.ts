/** What the house writes by itself of who is told what, and what went out. None of it is governed, so none of it has an event. */
import { database, scopeSettings } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';
import { houseScope } from '../policy.ts';

/** Runs this in one transaction that may write everybody's notices. Governed tables refuse what it writes. */
export function houseChange<T>(work: (change: Pick<Change, 'tx' | 'act'>) => Promise<T>): Promise<T> {
  const operationId = newId();
  const settings = Object.entries(scopeSettings(houseScope(null)));
  const made = settings.map((_, at) => `set_config($${at * 2 + 1}, $${at * 2 + 2}, true)`);
  return database().prisma.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`SELECT ${made.join(', ')}`, ...settings.flat());
      return work({ tx, act: { actorId: null, requestId: `notices ${operationId}`, operationId } });
    },
    { timeout: 15_000, maxWait: 5_000 },
  );
}
