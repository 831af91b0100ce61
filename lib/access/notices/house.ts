/** Writing what is nobody's to govern: who was told what, what they read of it, and what went out. None of it has an event. */
import { database, type Scope, scopeSettings } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';
import { houseScope } from '../policy.ts';

type Small = Pick<Change, 'tx' | 'act'>;

/** Runs this in one transaction of this scope. Governed tables refuse what it writes. */
export function changeWithin<T>(scope: Scope, work: (change: Small) => Promise<T>): Promise<T> {
  const operationId = newId();
  const settings = Object.entries(scopeSettings(scope));
  const made = settings.map((_, at) => `set_config($${at * 2 + 1}, $${at * 2 + 2}, true)`);
  return database().prisma.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`SELECT ${made.join(', ')}`, ...settings.flat());
      return work({ tx, act: { actorId: scope.actorId, requestId: `notices ${operationId}`, operationId } });
    },
    { timeout: 15_000, maxWait: 5_000 },
  );
}

/** … one that may write everybody's. */
export const houseChange = <T>(work: (change: Small) => Promise<T>): Promise<T> => changeWithin(houseScope(null), work);
