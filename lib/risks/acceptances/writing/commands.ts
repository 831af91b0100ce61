/** What every change of an acceptance is made of: locking what it is about, writing it down, and who hears of it. */
import type { Kind } from '#lib/access/kinds.ts';
import { tellWritten } from '#lib/access/notices/commands.ts';
import type { AuditEvent } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import type { Prisma, Acceptance as StoredAcceptance, Risk as StoredRisk } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf } from '../../posture/commands.ts';
import type { Parties } from '../policy.ts';
import { withTheRight } from '../sql.ts';

/** @throws AppError `not_found`. */
export async function seenRisk({ tx }: Change, id: string): Promise<StoredRisk> {
  const risk = await tx.risk.findUnique({ where: { id } });
  if (!risk) throw notFound('risk');
  return risk;
}

export const placeOf = ({ teamId, kind }: { teamId: string; kind: string }) => ({ teamId, kind: kind as Kind });

export const concerned = ({ requestedBy, assetOwnerId, riskOwnerId }: Omit<Parties, 'ownersThen'>): string[] =>
  [requestedBy, assetOwnerId, riskOwnerId].filter((id) => id !== null);

/**
 * Ends one that time or the asset's life has ended, within a change; whoever calls settles the asset. Those concerned and those who decide are told
 * where it held.
 */
export async function endByItself(change: Change, acceptance: StoredAcceptance, why: string): Promise<void> {
  const held = acceptance.status === 'granted';
  const risk = await seenRisk(change, acceptance.riskId);
  await write(change, acceptance, { status: 'ended', endedAt: now(), endedNote: why }, 'acceptance.ended');
  if (!held) return;
  await open(change, acceptance, risk);
  await told(change, 'acceptance.ended', acceptance, await audienceOf(change, acceptance, risk));
}

/** Whoever asked, the owners, and everybody who decides there. What each may see is read when they are told. */
export async function audienceOf(
  { tx }: Change,
  { requestedBy, teamId }: StoredAcceptance,
  { assetId, ownerId }: StoredRisk,
): Promise<string[]> {
  const asset = await tx.asset.findUnique({ where: { id: assetId }, select: { ownerId: true } });
  const able = await tx.$queryRaw<{ id: string }[]>(withTheRight(teamId));
  return [...concerned({ requestedBy, assetOwnerId: asset?.ownerId ?? null, riskOwnerId: ownerId }), ...able.map(({ id }) => id)];
}

/** The risk is borne no longer. What was done about it before holds again. */
export async function open({ tx }: Change, acceptance: StoredAcceptance, risk: StoredRisk): Promise<void> {
  const treatment = risk.treatment === 'accept' ? { treatment: acceptance.treatmentBefore } : {};
  await tx.risk.update({
    where: { id: risk.id },
    data: { acceptedUntil: null, acceptedSeverity: null, ...treatment, version: { increment: 1 }, updatedAt: now() },
  });
}

export type Locked = { acceptance: StoredAcceptance; risk: StoredRisk; parties: Parties };

/**
 * The acceptance as it stands, with its risk and whom it concerns, locked: the asset first, as `settle` does.
 * @param may throws where the actor may do nothing of the kind in the team; asked before anything waits
 * @throws AppError `not_found`, and what `may` throws
 */
export async function locked(change: Change, id: string, may: (place: { teamId: string; kind: Kind }) => void): Promise<Locked> {
  const { tx } = change;
  const seen = await tx.acceptance.findUnique({
    where: { id },
    select: { assetId: true, riskId: true, risk: { select: { teamId: true, kind: true } } },
  });
  if (!seen) throw notFound('acceptance');
  may(placeOf(seen.risk));
  await lockAssets(runnerOf(change), [seen.assetId]);
  await tx.$queryRaw`SELECT id FROM risks WHERE id = ${seen.riskId}::uuid FOR UPDATE`;
  await tx.$queryRaw`SELECT id FROM acceptances WHERE id = ${id}::uuid FOR UPDATE`;
  const [acceptance, risk, asset] = [
    await tx.acceptance.findUnique({ where: { id } }),
    await tx.risk.findUnique({ where: { id: seen.riskId } }),
    await tx.asset.findUnique({ where: { id: seen.assetId }, select: { ownerId: true } }),
  ];
  if (!acceptance || !risk || !asset) throw notFound('acceptance');
  const { requestedBy, owners: ownersThen } = acceptance;
  return { acceptance, risk, parties: { requestedBy, assetOwnerId: asset.ownerId, riskOwnerId: risk.ownerId, ownersThen } };
}

/** Writes what becomes of an acceptance, and its event. @throws AppError `conflict` when somebody else was faster. */
export async function write(
  change: Change,
  acceptance: StoredAcceptance,
  data: Prisma.AcceptanceUncheckedUpdateManyInput,
  event: AuditEvent['event'],
): Promise<void> {
  const { id, status, riskId, assetId } = acceptance;
  const { count } = await change.tx.acceptance.updateMany({ where: { id, status }, data: { ...data, version: { increment: 1 } } });
  if (count === 0) throw new AppError('conflict', 'Somebody else decided on this at the same moment. Load the page again.');
  const { decidedAt: _decided, endedAt: _ended, treatmentBefore: _treatment, ...after } = data;
  await change.record(eventOf(event, acceptance, { before: { status }, after: { ...after, riskId, assetId } }));
}

export const eventOf = (
  event: AuditEvent['event'],
  { id, teamId }: { id: string; teamId: string },
  values: Pick<AuditEvent, 'before' | 'after'>,
): AuditEvent => ({
  event,
  targetType: 'acceptance',
  targetId: id,
  teamId,
  ...values,
});

type Told = 'acceptance.requested' | 'acceptance.decided' | 'acceptance.ending' | 'acceptance.ended';

export const told = (
  change: Change,
  event: Told,
  { id, teamId, assetId }: { id: string; teamId: string; assetId: string },
  to: readonly string[],
) => tellWritten(change, { event, key: id, teamId, assetId, subject: { type: 'acceptance', id }, ids: { acceptanceId: id }, to });
