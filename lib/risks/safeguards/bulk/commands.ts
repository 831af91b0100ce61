/** One change for many safeguards, reported one by one. */
import type { Permission } from '#lib/access/permissions.ts';
import { type Actor, forbidden, scopeOf } from '#lib/access/policy.ts';
import { knownOwner } from '#lib/assets/commands.ts';
import type { Act } from '#lib/platform/audit.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { lockAssets, runnerOf, settle } from '../../posture/commands.ts';
import { holdsVerifying, mayEdit } from '../policy.ts';
import { undoWindow } from '../rules.ts';
import { apply, findMany, type StoredSafeguard, targetOf } from '../standing/commands.ts';
import { takeStep, verify } from '../steps/commands.ts';
import type { SafeguardBulk, SafeguardChange, SafeguardReport } from './schema.ts';

export type Outcome = SafeguardReport['results'][number];

/** A thousand safeguards and the risks of their assets take seconds. */
export const limit = 60_000;

const permissionFor: Record<SafeguardChange['field'], Permission> = {
  implemented: 'safeguard.edit',
  verified: 'safeguard.verify',
  owner: 'safeguard.edit',
  due: 'safeguard.edit',
};

const eventFor = {
  implemented: 'safeguard.implemented',
  verified: 'safeguard.verified',
  owner: 'safeguard.edited',
  due: 'safeguard.edited',
} as const;

/**
 * Applies one change to up to 1,000 safeguards in one transaction, and settles their assets together. What the actor may not change, or what cannot
 * be so — the verification of one's own work — is reported as refused and stays as it is.
 */
export async function changeSafeguards(actor: Actor, act: Act, { ids, change }: SafeguardBulk, at: Date): Promise<SafeguardReport> {
  const permission = permissionFor[change.field];
  const work = async (transaction: Change) => {
    if (change.field === 'owner') await knownOwner(transaction, change.ownerId);
    const may = (safeguard: StoredSafeguard) =>
      permission === 'safeguard.verify' ? holdsVerifying(actor, targetOf(safeguard)) : mayEdit(actor, targetOf(safeguard));
    const seen = await inOrder(transaction, ids, may);
    const results: Outcome[] = [];
    for (const safeguard of seen) {
      if (typeof safeguard === 'string') results.push(refused(safeguard, 'Safeguard', notFound('safeguard').message));
      else if (!may(safeguard)) results.push(refused(safeguard.id, nameOf(safeguard), forbidden(permission).message));
      else results.push(await changeOne(transaction, actor, safeguard, change));
    }
    const changed = new Set(results.filter(({ outcome }) => outcome === 'changed').map(({ id }) => id));
    // Owner and due date move no level.
    if (change.field === 'implemented' || change.field === 'verified')
      await settle(transaction, [...new Set(assetsOf(seen.filter((each) => typeof each !== 'string' && changed.has(each.id))))]);
    return report(transaction, results, new Date(at.getTime() + undoWindow));
  };
  return transact(scopeOf(actor, permission), act, eventFor[change.field], work, { limit });
}

async function changeOne(transaction: Change, actor: Actor, safeguard: StoredSafeguard, change: SafeguardChange): Promise<Outcome> {
  const name = nameOf(safeguard);
  // Of many, one that stays as it was takes nothing back.
  const quiet: Change = { ...transaction, unchanged: () => undefined };
  try {
    const changed = await written(quiet, actor, safeguard, change);
    return changed
      ? { id: safeguard.id, name, outcome: 'changed', message: 'Changed.' }
      : { id: safeguard.id, name, outcome: 'unchanged', message: 'Was so already.' };
  } catch (error) {
    if (error instanceof AppError) return refused(safeguard.id, name, error.message);
    throw error;
  }
}

async function written(transaction: Change, actor: Actor, safeguard: StoredSafeguard, change: SafeguardChange): Promise<boolean> {
  switch (change.field) {
    case 'implemented':
      if (safeguard.state === 'verified')
        throw new AppError('conflict', 'It is verified already. Take that back on its own page, with a reason.');
      if (safeguard.state === 'not_applicable') throw new AppError('conflict', 'It is not applicable. Plan it again first.');
      return takeStep(transaction, actor, safeguard, 'implemented');
    case 'verified':
      return verify(transaction, actor, safeguard);
    default:
      if (safeguard.asset?.status === 'retired') throw new AppError('conflict', 'Its asset is retired.');
      return apply(
        transaction,
        safeguard,
        change.field === 'owner' ? { ownerId: change.ownerId } : { dueAt: change.dueAt },
        'safeguard.edited',
      );
  }
}

const assetsOf = (seen: readonly (StoredSafeguard | string)[]) =>
  seen.flatMap((each) => (typeof each !== 'string' && each.assetId ? [each.assetId] : []));

/** The safeguards in the order asked for, the assets of those that may be changed locked; an id stands for what the actor may not see. */
export async function inOrder(change: Change, ids: readonly string[], may: (safeguard: StoredSafeguard) => boolean) {
  const wanted = [...new Set(ids)];
  const before = await findMany(change, wanted);
  await lockAssets(runnerOf(change), assetsOf(before.filter(may)));
  const found = new Map((await findMany(change, wanted)).map((each) => [each.id, each]));
  return wanted.map((id): StoredSafeguard | string => found.get(id) ?? id);
}

/** "Model signing on Fraud scoring"; the control's key where no more is known. */
export const nameOf = ({ control, asset }: Pick<StoredSafeguard, 'control' | 'asset'>): string =>
  `${control} on ${asset?.name ?? 'the team’s offer'}`;

export const refused = (id: string, name: string, message: string): Outcome => ({ id, name, outcome: 'refused', message });

export function report(transaction: Change, results: Outcome[], undoUntil: Date | null): SafeguardReport {
  const changed = results.filter(({ outcome }) => outcome === 'changed').length;
  if (changed === 0) transaction.unchanged();
  return { operationId: transaction.act.operationId, undoUntil: changed && undoUntil ? undoUntil.toISOString() : null, changed, results };
}
