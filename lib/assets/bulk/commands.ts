/** One change for many assets, reported asset by asset, and its undoing. */

import type { Permission } from '#lib/access/permissions.ts';
import { type Actor, can, forbidden, scopeOf } from '#lib/access/policy.ts';
import { type Act, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Asset as StoredAsset } from '#prisma/generated/client.ts';
import { editable, eventsOfChange, seeTeam, teamIsOpen } from '../commands.ts';
import { type Kind, mostAtOnce, stageWords, undoWindow } from '../rules.ts';
import type { BulkChange, BulkReport } from '../schema.ts';

type Outcome = BulkReport['results'][number];

const permissionFor: Record<BulkChange['field'], Permission> = {
  owner: 'asset.edit',
  stage: 'asset.edit',
  criticality: 'asset.edit',
  tags: 'asset.edit',
  team: 'asset.move',
  status: 'asset.retire',
};

const eventFor = (fields: Record<string, unknown>): `asset.${string}` => {
  if ('status' in fields) return fields['status'] === 'retired' ? 'asset.retired' : 'asset.restored';
  return 'teamId' in fields ? 'asset.moved' : 'asset.edited';
};

/** The fields that a change gives to an asset. */
function fieldsOf(change: BulkChange, asset: StoredAsset): Partial<StoredAsset> {
  switch (change.field) {
    case 'owner':
      return { ownerId: change.ownerId };
    case 'stage':
      return { stage: change.stage };
    case 'criticality':
      return { criticality: change.criticality };
    case 'team':
      return { teamId: change.teamId };
    case 'status':
      return { status: change.status };
    case 'tags': {
      const kept = asset.tags.filter((tag) => !change.remove.includes(tag));
      return { tags: [...new Set([...kept, ...change.add])].sort() };
    }
  }
}

/**
 * Applies one change to up to 1,000 assets in one transaction. Assets that the actor may not change are reported as refused and stay as
 * they are; the others change together. One event an asset, tied by the operation.
 */
export async function changeAssets(actor: Actor, act: Act, ids: readonly string[], change: BulkChange, at: Date): Promise<BulkReport> {
  const permission = permissionFor[change.field];
  return transact(scopeOf(actor, permission), act, 'asset.edited', async (transaction) => {
    await checkTarget(actor, transaction, change);
    const results: Outcome[] = [];
    for (const asset of await seenInOrder(transaction, ids)) {
      if (typeof asset === 'string') results.push(refused(asset, asset, notFound('asset').message));
      else results.push(await changeOne(actor, transaction, asset, fieldsOf(change, asset), permission));
    }
    return report(transaction, results, new Date(at.getTime() + undoWindow));
  });
}

/** Takes a bulk change back, asset by asset: what was changed again since stays as it is and is reported. Ten minutes long, by who made it. */
export async function undoChange(actor: Actor, act: Act, operationId: string, at: Date): Promise<BulkReport> {
  return transact({ ...scopeOf(actor, 'asset.edit') }, act, 'asset.edited', async (transaction) => {
    const events = await transaction.tx.auditEvent.findMany({
      where: {
        operationId,
        targetType: 'asset',
        actorId: actor.id,
        event: { in: ['asset.edited', 'asset.moved', 'asset.retired', 'asset.restored'] },
      },
      orderBy: { id: 'asc' },
      take: mostAtOnce + 1,
    });
    const [first] = events;
    // An import ties its events by an operation too, and may have a million of them.
    if (!first || events.length > mostAtOnce) throw new AppError('not_found', 'There is no such change of yours to undo.');
    if (at.getTime() - first.at.getTime() > undoWindow)
      throw new AppError('conflict', 'A change can be undone for ten minutes. This one is older.');
    const assets = new Map(
      (
        await seenInOrder(
          transaction,
          events.map((event) => event.targetId ?? ''),
        )
      )
        .filter((each) => typeof each !== 'string')
        .map((each) => [each.id, each]),
    );
    const results: Outcome[] = [];
    for (const event of events) {
      const asset = assets.get(event.targetId ?? '');
      const after = event.after as Record<string, unknown>;
      if (!asset) results.push(refused(event.targetId ?? '', 'Asset', notFound('asset').message));
      else if (Object.entries(after).some(([field, value]) => JSON.stringify(editable(asset)[field]) !== JSON.stringify(value)))
        results.push(refused(asset.id, asset.name, 'Changed again since; left as it is.'));
      else results.push(await changeOne(actor, transaction, asset, event.before as Partial<StoredAsset>, permissionOf(after)));
    }
    return report(transaction, results, null);
  });
}

const permissionOf = (fields: Record<string, unknown>): Permission => {
  if ('status' in fields) return 'asset.retire';
  return 'teamId' in fields ? 'asset.move' : 'asset.edit';
};

async function changeOne(
  actor: Actor,
  { tx, record }: Change,
  asset: StoredAsset,
  fields: Partial<StoredAsset>,
  permission: Permission,
): Promise<Outcome> {
  const target = { teamId: asset.teamId, kind: asset.kind as Kind };
  if (!can(actor, permission, target)) return refused(asset.id, asset.name, forbidden(permission).message);
  if (asset.status === 'retired' && !('status' in fields)) return refused(asset.id, asset.name, 'Retired: restore it first.');
  const differing = difference(editable(asset), fields);
  if (!differing) return { id: asset.id, name: asset.name, outcome: 'unchanged', message: 'Was so already.' };
  if ('stage' in differing.after) return refused(asset.id, asset.name, stageWords);
  const hindrance = 'teamId' in differing.after ? await moveHindrance(actor, tx, asset, String(differing.after['teamId'])) : null;
  if (hindrance) return refused(asset.id, asset.name, hindrance);
  await tx.asset.update({ where: { id: asset.id }, data: { ...differing.after, version: { increment: 1 }, updatedAt: now() } });
  await record(...eventsOfChange(asset, eventFor(differing.after), differing));
  return { id: asset.id, name: asset.name, outcome: 'changed', message: 'Changed.' };
}

/** Why the asset cannot go to this team, by the rights and keys of this moment; null when it can. */
async function moveHindrance(actor: Actor, tx: Change['tx'], asset: StoredAsset, teamId: string): Promise<string | null> {
  if (!can(actor, 'asset.move', { teamId, kind: asset.kind as Kind }) || !(await teamIsOpen(tx, teamId)))
    return 'You may not move assets to this team.';
  const taken = await tx.asset.count({ where: { teamId, key: asset.key } });
  return taken ? `The team has an asset with the key "${asset.key}" already.` : null;
}

/** The assets locked, in the order asked for; an id stands for what the actor may not see. */
async function seenInOrder({ tx }: Change, ids: readonly string[]): Promise<(StoredAsset | string)[]> {
  const wanted = [...new Set(ids)];
  // Locked in the order of ids, so that two bulk changes cannot wait for each other in a circle.
  await tx.$queryRaw`SELECT id FROM assets WHERE id = ANY (${wanted}::uuid[]) ORDER BY id FOR UPDATE`;
  const found = await tx.asset.findMany({ where: { id: { in: wanted } } });
  const byId = new Map(found.map((asset) => [asset.id, asset]));
  return wanted.map((id) => byId.get(id) ?? id);
}

async function checkTarget(actor: Actor, transaction: Change, change: BulkChange): Promise<void> {
  if (change.field === 'team') await seeTeam(actor, transaction, change.teamId);
  if (change.field === 'owner' && change.ownerId) {
    const owner = await transaction.tx.user.findUnique({ where: { id: change.ownerId }, select: { status: true } });
    if (owner?.status !== 'active')
      throw new AppError('invalid', 'The owner is not an active person of this organisation.', {
        fields: { ownerId: 'not an active person' },
      });
  }
}

function report(transaction: Change, results: Outcome[], undoUntil: Date | null): BulkReport {
  const changed = results.filter((result) => result.outcome === 'changed').length;
  if (changed === 0) transaction.unchanged();
  return { operationId: transaction.act.operationId, undoUntil: changed && undoUntil ? undoUntil.toISOString() : null, changed, results };
}

const refused = (id: string, name: string, message: string): Outcome => ({ id, name, outcome: 'refused', message });
