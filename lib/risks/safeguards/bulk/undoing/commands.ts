/** Taking a change of many back, safeguard by safeguard. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { AuditEvent as StoredEvent } from '#prisma/generated/client.ts';
import { settle } from '../../../posture/commands.ts';
import { remove } from '../../commands.ts';
import { holdsVerifying, mayEdit } from '../../policy.ts';
import { mostAtOnce, undoWindow } from '../../rules.ts';
import { apply, type Kept, kept, type StoredSafeguard, targetOf } from '../../standing/commands.ts';
import { inOrder, limit, nameOf, type Outcome, refused, report } from '../commands.ts';
import type { SafeguardReport } from '../schema.ts';

/** What is undone with which right. */
const undone = {
  'safeguard.edit': ['safeguard.added', 'safeguard.edited', 'safeguard.implemented'],
  'safeguard.verify': ['safeguard.verified'],
};
type Right = keyof typeof undone;

/**
 * Takes a bulk change or an assignment back: what was changed again since stays as it is and is reported. Ten minutes long, by who made it.
 * What was planned and not touched since goes as if it had not been.
 */
export async function undoSafeguards(actor: Actor, act: Act, operationId: string, right: Right, at: Date): Promise<SafeguardReport> {
  const work = async (change: Change) => {
    const events = await change.tx.auditEvent.findMany({
      where: { operationId, targetType: 'safeguard', actorId: actor.id, event: { in: undone[right] } },
      orderBy: { id: 'asc' },
      take: mostAtOnce + 1,
    });
    const [first] = events;
    if (!first || events.length > mostAtOnce) throw new AppError('not_found', 'There is no such change of yours to undo.');
    if (at.getTime() - first.at.getTime() > undoWindow)
      throw new AppError('conflict', 'A change can be undone for ten minutes. This one is older.');
    const may = (safeguard: StoredSafeguard) =>
      right === 'safeguard.verify' ? holdsVerifying(actor, targetOf(safeguard)) : mayEdit(actor, targetOf(safeguard));
    const ids = events.map(({ targetId }) => targetId ?? '');
    const found = new Map(
      (await inOrder(change, ids, may)).flatMap((each) => (typeof each === 'string' ? [] : [[each.id, each] as const])),
    );
    const results: Outcome[] = [];
    const assets = new Set<string>();
    for (const event of events) {
      const safeguard = found.get(event.targetId ?? '');
      if (!safeguard) results.push(refused(event.targetId ?? '', 'Safeguard', notFound('safeguard').message));
      else if (!may(safeguard)) results.push(refused(safeguard.id, nameOf(safeguard), 'You may not change it any more.'));
      else {
        const outcome = await undoOne(change, safeguard, event);
        if (outcome.outcome === 'changed' && safeguard.assetId) assets.add(safeguard.assetId);
        results.push(outcome);
      }
    }
    await settle(change, [...assets]);
    return report(change, results, null);
  };
  return transact(scopeOf(actor, right), act, 'safeguard.edited', work, { limit });
}

async function undoOne(change: Change, safeguard: StoredSafeguard, event: StoredEvent): Promise<Outcome> {
  const name = nameOf(safeguard);
  const done: Outcome = { id: safeguard.id, name, outcome: 'changed', message: 'Put back.' };
  try {
    if (event.event === 'safeguard.added') {
      await remove(change, safeguard);
      return { ...done, message: 'Taken away.' };
    }
    const after = event.after as Record<string, unknown>;
    const standing = JSON.parse(JSON.stringify(kept(safeguard))) as Record<string, unknown>;
    if (Object.entries(after).some(([field, value]) => JSON.stringify(standing[field]) !== JSON.stringify(value)))
      return refused(safeguard.id, name, 'Changed again since; left as it is.');
    const before = event.before as Record<string, unknown>;
    // Nothing becomes verified by being undone.
    if (before['state'] === 'verified' || (event.event === 'safeguard.verified' && before['state'] === undefined))
      return refused(safeguard.id, name, 'It was verified before; take that back on its own page.');
    const changed = await apply({ ...change, unchanged: () => undefined }, safeguard, datesIn(before), eventOf(event.event));
    return changed ? done : { ...done, outcome: 'unchanged', message: 'Was so already.' };
  } catch (error) {
    if (error instanceof AppError) return refused(safeguard.id, name, error.message);
    throw error;
  }
}

const eventOf = (event: string) =>
  event === 'safeguard.verified' ? 'safeguard.unverified' : event === 'safeguard.implemented' ? 'safeguard.reopened' : 'safeguard.edited';

/** The log keeps moments as texts. */
const datesIn = (fields: Record<string, unknown>): Kept =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      /(At|Until)$/.test(field) && typeof value === 'string' ? new Date(value) : value,
    ]),
  );
