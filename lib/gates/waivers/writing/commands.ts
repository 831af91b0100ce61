/** What every change of a waiver is made of: locking it with its asset, writing it down, and who hears of it. */
import type { Kind } from '#lib/access/kinds.ts';
import { notify } from '#lib/access/notices/commands.ts';
import { type Stage, stageLabels } from '#lib/assets/rules.ts';
import type { AuditEvent } from '#lib/platform/audit.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { withTheRight } from '#lib/risks/acceptances/sql.ts';
import { lockAssets, runnerOf } from '#lib/risks/posture/commands.ts';
import type { Prisma, Waiver as StoredWaiver } from '#prisma/generated/client.ts';
import { type Requirement, titleOf } from '../../rules.ts';
import type { Parties, Place } from '../policy.ts';

export type Locked = {
  waiver: StoredWaiver;
  asset: { name: string; ownerId: string | null; status: string; kind: string };
  parties: Parties;
  place: Place;
};

const ofAsset = { name: true, ownerId: true, status: true, kind: true, teamId: true } as const;

/**
 * The waiver as it stands, with its asset and whom it concerns, locked: the asset first, as settling does.
 * @param may throws where the actor may do nothing of the kind in the team; asked before anything waits
 * @throws AppError `not_found`, and what `may` throws
 */
export async function locked(change: Change, id: string, may: (place: Place) => void): Promise<Locked> {
  const { tx } = change;
  const seen = await tx.waiver.findUnique({ where: { id }, select: { assetId: true, asset: { select: { teamId: true, kind: true } } } });
  if (!seen) throw notFound('waiver');
  may({ teamId: seen.asset.teamId, kind: seen.asset.kind as Kind });
  await lockAssets(runnerOf(change), [seen.assetId]);
  await tx.$queryRaw`SELECT id FROM waivers WHERE id = ${id}::uuid FOR UPDATE`;
  const waiver = await tx.waiver.findUnique({ where: { id }, include: { asset: { select: ofAsset } } });
  if (!waiver) throw notFound('waiver');
  const { asset, ...stored } = waiver;
  const parties = { requestedBy: stored.requestedBy, assetOwnerId: asset.ownerId, ownersThen: stored.owners };
  return { waiver: stored, asset, parties, place: { teamId: stored.teamId, kind: asset.kind as Kind } };
}

/** Writes what becomes of a waiver, and its event. @throws AppError `conflict` when somebody else was faster. */
export async function write(
  change: Change,
  waiver: StoredWaiver,
  data: Prisma.WaiverUncheckedUpdateManyInput,
  event: AuditEvent['event'],
): Promise<void> {
  const { id, status, assetId, stage, requirement } = waiver;
  const { count } = await change.tx.waiver.updateMany({ where: { id, status }, data: { ...data, version: { increment: 1 } } });
  if (count === 0) throw new AppError('conflict', 'Somebody else decided on this at the same moment. Load the page again.');
  const { decidedAt: _decided, endedAt: _ended, ...after } = data;
  await change.record(eventOf(event, waiver, { before: { status }, after: { ...after, assetId, stage, requirement } }));
}

export const eventOf = (
  event: AuditEvent['event'],
  { id, teamId }: { id: string; teamId: string },
  values: Pick<AuditEvent, 'before' | 'after'>,
): AuditEvent => ({ event, targetType: 'waiver', targetId: id, teamId, ...values });

type Told = 'waiver.requested' | 'waiver.decided' | 'waiver.ending' | 'waiver.ended';

/** Tells people of a waiver; `what` is what happened, before "for <asset>, before <stage>". */
export async function told(
  change: Change,
  event: Told,
  waiver: Pick<StoredWaiver, 'id' | 'teamId' | 'assetId' | 'stage'> & { content: unknown },
  { what, assetName, body, to }: { what: string; assetName: string; body: string | null; to: readonly string[] },
): Promise<void> {
  const content = waiver.content as Requirement;
  await notify(change, {
    event,
    key: waiver.id,
    teamId: waiver.teamId,
    assetId: waiver.assetId,
    subject: { type: 'waiver', id: waiver.id },
    title: `${what} for ${assetName}, before ${stageLabels[waiver.stage as Stage].toLowerCase()}`,
    body: [titleOf(content), body].filter(Boolean).join('\n'),
    href: `/gates/waivers/${waiver.id}`,
    to,
    data: { stage: waiver.stage, requirement: content.key },
  });
}

/** Everybody who decides on waivers there. */
export const deciding = async ({ tx }: Change, teamId: string): Promise<string[]> =>
  (await tx.$queryRaw<{ id: string }[]>(withTheRight(teamId, 'waiver.decide'))).map(({ id }) => id);
