/** Writes to one safeguard. Each in this order: see, may, lock its asset, can, do, record, settle. */
import { type Actor, forbidden, scopeOf } from '#lib/access/policy.ts';
import { knownOwner, seeTeam } from '#lib/assets/commands.ts';
import type { Kind } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf, settle } from '../posture/commands.ts';
import { followed, inheritable } from './inheritance/commands.ts';
import { mayEdit } from './policy.ts';
import { isUntouched } from './rules.ts';
import type { NewSafeguard, SafeguardEdit, Turn } from './schema.ts';
import { apply, mustBeOpen, mustEdit, opened, type StoredSafeguard, told } from './standing/commands.ts';

/** Plans a control for an asset, or offers it to a team's assets. @throws AppError `invalid`, `not_found`, `forbidden`, `conflict`. */
export async function addSafeguard(actor: Actor, act: Act, input: NewSafeguard): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'safeguard.edit'), act, 'safeguard.added', async (change) => {
    const { teamId, asset } = await placeOf(actor, change, input);
    await knownControl(change, input.control);
    await knownOwner(change, input.ownerId);
    if (
      await change.tx.safeguard.count({
        where: asset ? { assetId: asset.id, control: input.control } : { teamId, assetId: null, control: input.control },
      })
    )
      throw alreadyThere(asset !== null);
    const id = newId();
    const { control, ownerId, dueAt, notes, inheritFrom } = input;
    const place = { control, teamId, assetId: asset?.id ?? null };
    const source = inheritFrom === undefined ? null : await inheritable(change, { id: null, ...place }, inheritFrom);
    const added = await change.tx.safeguard.create({ data: { id, ...place, ownerId, dueAt, notes, ...(source && followed(source)) } });
    await change.record({
      event: 'safeguard.added',
      ...told(added),
      after: { control, assetId: added.assetId, ...given({ ownerId, dueAt, notes, inheritedFrom: source?.id ?? null }) },
    });
    if (asset) await settle(change, [asset.id]);
    return { id };
  }).catch((error: unknown) => {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw alreadyThere(input.assetId !== undefined);
    throw error;
  });
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));

const alreadyThere = (onAsset: boolean) =>
  new AppError('conflict', onAsset ? 'The asset has a safeguard of this control already.' : 'The team offers this control already.');

/** Where a new safeguard goes, locked against settling by others. */
async function placeOf(actor: Actor, change: Change, { assetId, teamId }: Pick<NewSafeguard, 'assetId' | 'teamId'>) {
  if (assetId === undefined) {
    await seeTeam(actor, change, teamId ?? '');
    if (!mayEdit(actor, { teamId: teamId ?? '', kind: null })) throw forbidden('safeguard.edit');
    return { teamId: teamId ?? '', asset: null };
  }
  const asset = await change.tx.asset.findUnique({ where: { id: assetId } });
  if (!asset) throw notFound('asset');
  if (!mayEdit(actor, { teamId: asset.teamId, kind: asset.kind as Kind })) throw forbidden('safeguard.edit');
  await lockAssets(runnerOf(change), [assetId]);
  if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired. Restore it before you plan controls for it.');
  return { teamId: asset.teamId, asset };
}

/** @throws AppError `invalid` for a control that the catalogue does not have, or that is switched off. */
export async function knownControl({ tx }: Change, key: string): Promise<void> {
  const control = await tx.control.findUnique({ where: { key }, select: { enabled: true } });
  if (!control) throw invalid('control', 'is not a control of the catalogue');
  if (!control.enabled) throw invalid('control', 'is switched off in the catalogue');
}

/** Sets who answers for a safeguard, until when, and what is to be known of it. */
export async function editSafeguard(actor: Actor, act: Act, { id, version, ...fields }: SafeguardEdit): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.edit'), act, 'safeguard.edited', async (change) => {
    const safeguard = await opened(change, { id, version }, mustEdit(actor));
    mustBeOpen(safeguard);
    await knownOwner(change, fields.ownerId ?? null);
    await apply(change, safeguard, fields, 'safeguard.edited');
  });
}

/** Takes away what was planned and never touched since, as if it had not been. @throws AppError `conflict` for what was worked on. */
export async function removeSafeguard(actor: Actor, act: Act, turn: Turn): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.edit'), act, 'safeguard.removed', async (change) => {
    const safeguard = await opened(change, turn, mustEdit(actor));
    await remove(change, safeguard);
    if (safeguard.assetId) await settle(change, [safeguard.assetId]);
  });
}

const isFollowed = () => new AppError('conflict', 'Others follow this safeguard: it stays as long as they do.');

/** Within a change that has locked it. */
export async function remove(change: Change, safeguard: StoredSafeguard): Promise<void> {
  mustBeOpen(safeguard);
  if (!isUntouched(safeguard, await change.tx.evidence.count({ where: { safeguardId: safeguard.id } })))
    throw new AppError('conflict', 'Somebody has worked on it: it stays. Set it to “Not applicable” where it is not wanted.');
  if ((await change.tx.safeguard.count({ where: { inheritedFrom: safeguard.id } })) > 0) throw isFollowed();
  await change.tx.safeguard.delete({ where: { id: safeguard.id } }).catch((error: unknown) => {
    // Heirs may stand in teams that the actor does not see.
    throw error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003' ? isFollowed() : error;
  });
  const { control, assetId, ownerId, dueAt, notes } = safeguard;
  await change.record({
    event: 'safeguard.removed',
    ...told(safeguard),
    before: { control, assetId, ...given({ ownerId, dueAt, notes }) },
  });
}
