/**
 * Raising and clearing signals. `raiseSignal` and `clearSignal` are what higher domains call within their own change; people raise and clear by
 * hand through the operations. Each in this order: see, may, can, do, record.
 */
import type { Kind } from '#lib/access/kinds.ts';
import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Signal as StoredSignal } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf, settle } from '../posture/commands.ts';
import type { SignalSeverity, SignalSource } from './rules.ts';
import type { Clearing, NewSignal } from './schema.ts';

export type RaisedSignal = {
  assetId: string;
  /** The key of the one threat that it is about; null for each of the asset's. */
  threat?: string | null;
  severity: SignalSeverity;
  source: Exclude<SignalSource, 'hand'>;
  /** What the source calls it: raising it again says what it says now, and raises nothing twice. */
  sourceRef: string;
  title: string;
  detail?: string;
};

/**
 * Raises a signal, says anew what it says, or opens it again once cleared; idempotent by asset, source and sourceRef. Settles the asset and records
 * the event, where anything differs. The change's scope must write the asset's team.
 * @returns whether anything was changed
 * @throws AppError `not_found` for an asset that is not there
 */
export async function raiseSignal(change: Change, raised: RaisedSignal): Promise<boolean> {
  const { assetId, threat = null, severity, source, sourceRef, title, detail = '' } = raised;
  const { teamId } = await lockedAsset(change, assetId);
  const found = await change.tx.signal.findUnique({ where: { assetId_source_sourceRef: { assetId, source, sourceRef } } });
  const says = { threat, severity, title, detail };
  const same =
    found && found.clearedAt === null && Object.entries(says).every(([field, value]) => found[field as keyof StoredSignal] === value);
  if (same) return false;
  const opened = { raisedBy: change.act.actorId, raisedAt: now(), clearedBy: null, clearedAt: null, clearedNote: null };
  const id = found?.id ?? newId();
  if (!found) await change.tx.signal.create({ data: { id, teamId, assetId, source, sourceRef, ...says, ...opened } });
  else await change.tx.signal.update({ where: { id }, data: { ...says, ...(found.clearedAt && opened), version: { increment: 1 } } });
  await change.record({ event: 'signal.raised', targetType: 'signal', targetId: id, teamId, after: { assetId, source, ...says } });
  await settle(change, [assetId], 'signal.raised');
  return true;
}

/** Clears a signal that `raiseSignal` raised; one that is cleared or never was raised stays so. @returns whether anything was changed */
export async function clearSignal(
  change: Change,
  { assetId, source, sourceRef, note }: Pick<RaisedSignal, 'assetId' | 'source' | 'sourceRef'> & { note: string },
): Promise<boolean> {
  await lockedAsset(change, assetId);
  const signal = await change.tx.signal.findUnique({ where: { assetId_source_sourceRef: { assetId, source, sourceRef } } });
  if (!signal || signal.clearedAt !== null) return false;
  await clear(change, signal, note);
  return true;
}

/** Raises a signal by hand. @throws AppError `not_found`, `forbidden`, `invalid` with the field, `conflict` for a retired asset. */
export async function raiseByHand(actor: Actor, act: Act, { id: assetId, threat, ...says }: NewSignal): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'signal.raise'), act, 'signal.raised', async (change) => {
    const { tx } = change;
    const asset = await tx.asset.findUnique({ where: { id: assetId } });
    if (!asset) throw notFound('asset');
    must(actor, 'signal.raise', { teamId: asset.teamId, kind: asset.kind as Kind });
    await lockAssets(runnerOf(change), [assetId]);
    if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired: it has no risks to raise.');
    const applies = threat === null || (await tx.risk.count({ where: { assetId, threat, applies: true } })) > 0;
    if (!applies) throw invalid('threat', 'This threat does not apply to the asset.');
    const id = newId();
    const { teamId } = asset;
    await tx.signal.create({ data: { id, teamId, assetId, threat, source: 'hand', ...says, raisedBy: actor.id, raisedAt: now() } });
    await change.record({
      event: 'signal.raised',
      targetType: 'signal',
      targetId: id,
      teamId,
      after: { assetId, source: 'hand', threat, ...says },
    });
    await settle(change, [assetId], 'signal.raised');
    return { id };
  });
}

/** Clears a signal that was raised by hand. @throws AppError `not_found`, `forbidden`, `conflict` for one that is cleared or came from elsewhere. */
export async function clearByHand(actor: Actor, act: Act, { id, note }: Clearing): Promise<void> {
  await transact(scopeOf(actor, 'signal.raise'), act, 'signal.cleared', async (change) => {
    const seen = await change.tx.signal.findUnique({ where: { id }, include: { asset: { select: { kind: true } } } });
    if (!seen) throw notFound('signal');
    must(actor, 'signal.raise', { teamId: seen.teamId, kind: seen.asset.kind as Kind });
    await lockAssets(runnerOf(change), [seen.assetId]);
    const signal = await change.tx.signal.findUnique({ where: { id } });
    if (!signal) throw notFound('signal');
    if (signal.source !== 'hand') throw new AppError('conflict', 'This signal was not raised by hand: it clears where it came from.');
    if (signal.clearedAt !== null) throw new AppError('conflict', 'This signal was cleared meanwhile. Load the page again.');
    await clear(change, signal, note);
  });
}

async function clear(change: Change, { id, teamId, assetId, severity, threat }: StoredSignal, note: string): Promise<void> {
  const cleared = { clearedBy: change.act.actorId, clearedAt: now(), clearedNote: note };
  await change.tx.signal.update({ where: { id }, data: { ...cleared, version: { increment: 1 } } });
  await change.record({
    event: 'signal.cleared',
    targetType: 'signal',
    targetId: id,
    teamId,
    before: { severity, threat },
    after: { assetId, note },
  });
  await settle(change, [assetId], 'signal.cleared');
}

async function lockedAsset(change: Change, assetId: string): Promise<{ teamId: string }> {
  const asset = await change.tx.asset.findUnique({ where: { id: assetId }, select: { teamId: true } });
  if (!asset) throw notFound('asset');
  await lockAssets(runnerOf(change), [assetId]);
  return asset;
}
