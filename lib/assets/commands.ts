/** Writes to one asset. Each in this order: see, may, can, do, record. */

import { type Actor, can, must, scopeOf } from '#lib/access/policy.ts';
import { type Act, type AuditEvent, difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { Prisma, type Asset as StoredAsset } from '#prisma/generated/client.ts';
import { firstStage, type Kind, keyFromName, stageWords } from './rules.ts';
import type { AssetEdit, NewAsset } from './schema.ts';

/** The fields that people edit and the audit log keeps. */
export const editedFields = [
  'kind',
  'key',
  'name',
  'description',
  'ownerId',
  'stage',
  'criticality',
  'exposure',
  'dataClass',
  'tags',
  'teamId',
  'status',
] as const;

export const editable = (asset: StoredAsset): Record<string, unknown> =>
  Object.fromEntries(editedFields.map((field) => [field, asset[field]]));

/**
 * Registers an asset; without a key, one is made of the name, and without a stage it stands where its kind begins.
 * @throws AppError `forbidden`, `invalid` for a key that the team has, or an unknown owner
 */
export async function createAsset(actor: Actor, act: Act, input: NewAsset): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'asset.create'), act, 'asset.registered', async (change) => {
    await seeTeam(actor, change, input.teamId);
    must(actor, 'asset.create', { teamId: input.teamId, kind: input.kind });
    await knownOwner(change, input.ownerId);
    const { key, stage = firstStage[input.kind], ...fields } = input;
    const chosen = key ?? (await freeKey(change, input.teamId, keyFromName(input.name)));
    const id = newId();
    const asset = await change.tx.asset
      .create({ data: { id, ...fields, stage, key: chosen } })
      .catch((error) => Promise.reject(keyTaken(error)));
    await change.record({ event: 'asset.registered', targetType: 'asset', targetId: id, teamId: asset.teamId, after: editable(asset) });
    return { id };
  });
}

/** Changes fields of an asset; its stage changes at gates alone. @throws AppError `invalid`, `conflict` with the values as they stand when somebody else was faster. */
export async function editAsset(actor: Actor, act: Act, input: AssetEdit): Promise<void> {
  const { id, version, ...fields } = input;
  await transact(scopeOf(actor, 'asset.edit'), act, 'asset.edited', async (change) => {
    const asset = await seen(change, id);
    must(actor, 'asset.edit', asset as { teamId: string; kind: Kind });
    if (fields.kind) must(actor, 'asset.edit', { teamId: asset.teamId, kind: fields.kind });
    if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired. Restore it before you edit it.');
    await knownOwner(change, fields.ownerId ?? null);
    if (asset.version !== version) throw conflicting(asset);
    if (fields.stage && fields.stage !== asset.stage) throw invalid('stage', stageWords);
    await apply(change, asset, fields, 'asset.edited');
  });
}

/** Retires an asset, or takes it back. Doing it twice changes nothing. */
export async function setStatus(actor: Actor, act: Act, id: string, status: 'active' | 'retired'): Promise<void> {
  const event = status === 'retired' ? 'asset.retired' : 'asset.restored';
  await transact(scopeOf(actor, 'asset.retire'), act, event, async (change) => {
    const asset = await seen(change, id);
    must(actor, 'asset.retire', asset as { teamId: string; kind: Kind });
    await apply(change, asset, { status }, event);
  });
}

/** Gives an asset, its versions and its lineage to another team. The actor must be allowed to there as well. */
export async function moveAsset(actor: Actor, act: Act, input: { id: string; version: number; teamId: string }): Promise<void> {
  await transact(scopeOf(actor, 'asset.move'), act, 'asset.moved', async (change) => {
    const asset = await seen(change, input.id);
    must(actor, 'asset.move', asset as { teamId: string; kind: Kind });
    await seeTeam(actor, change, input.teamId);
    must(actor, 'asset.move', { teamId: input.teamId, kind: asset.kind as Kind });
    if (asset.status === 'retired') throw new AppError('conflict', 'This asset is retired. Restore it before you move it.');
    if (asset.version !== input.version) throw conflicting(asset);
    await apply(change, asset, { teamId: input.teamId }, 'asset.moved');
  });
}

/** Registers a copy in the same team, without versions or lineage: the copy has a life of its own. */
export async function duplicateAsset(actor: Actor, act: Act, id: string): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'asset.create'), act, 'asset.registered', async (change) => {
    const asset = await seen(change, id);
    must(actor, 'asset.create', asset as { teamId: string; kind: Kind });
    const { teamId, kind, name, description, ownerId, stage, criticality, exposure, dataClass, tags } = asset;
    const copy = await change.tx.asset.create({
      data: {
        id: newId(),
        key: await freeKey(change, teamId, `${asset.key.slice(0, 110)}-copy`),
        name: `${name.slice(0, 190)} (copy)`,
        ...{ teamId, kind, description, ownerId, stage, criticality, exposure, dataClass, tags },
      },
    });
    await change.record({
      event: 'asset.registered',
      targetType: 'asset',
      targetId: copy.id,
      teamId,
      after: { ...editable(copy), copyOf: id },
    });
    return { id: copy.id };
  });
}

/** Writes the fields that differ and their event, and nothing where none does. @throws AppError `conflict` when the asset changed meanwhile. */
export async function apply(change: Change, asset: StoredAsset, fields: Partial<StoredAsset>, event: `asset.${string}`): Promise<boolean> {
  const differing = difference(editable(asset), defined(fields));
  if (!differing) {
    change.unchanged();
    return false;
  }
  const { count } = await change.tx.asset
    .updateMany({
      where: { id: asset.id, version: asset.version },
      data: { ...differing.after, version: { increment: 1 }, updatedAt: now() },
    })
    .catch((error) => Promise.reject(keyTaken(error)));
  if (count === 0) throw conflicting((await change.tx.asset.findUnique({ where: { id: asset.id } })) ?? asset);
  await change.record(...eventsOfChange(asset, event, differing));
  return true;
}

/**
 * The events of a change to an asset. One that moves it is told twice: in the log of the team that gives it, with both teams, and in that of
 * the team that gets it, which may not know the other.
 */
export function eventsOfChange(
  asset: StoredAsset,
  event: `asset.${string}`,
  differing: { before: Record<string, unknown>; after: Record<string, unknown> },
): AuditEvent[] {
  const target = { targetType: 'asset', targetId: asset.id };
  const told: AuditEvent = { event, ...target, teamId: asset.teamId, ...differing };
  const { teamId } = differing.after;
  return typeof teamId === 'string' ? [told, { event: 'asset.received', ...target, teamId, after: { teamId } }] : [told];
}

/** The asset as it stands, within the reader's scope. @throws AppError `not_found`. */
async function seen(change: Change, id: string): Promise<StoredAsset> {
  const asset = await change.tx.asset.findUnique({ where: { id } });
  if (!asset) throw notFound('asset');
  return asset;
}

/** @throws AppError `not_found` for a team that the actor may not read, that is archived, or that is none. */
export async function seeTeam(actor: Actor, { tx }: Change, teamId: string): Promise<void> {
  if (!can(actor, 'asset.read', { teamId }) || !(await teamIsOpen(tx, teamId)))
    throw new AppError('not_found', 'This team does not exist, or you are not in it.', { fields: { teamId: 'not one of your teams' } });
}

/** Is there such a team, and not archived? */
export const teamIsOpen = async (tx: Change['tx'], id: string): Promise<boolean> =>
  (await tx.team.count({ where: { id, archivedAt: null } })) > 0;

/** @throws AppError `invalid` at `ownerId` for anybody but an active person; null is nobody. */
export async function knownOwner(change: Change, ownerId: string | null): Promise<void> {
  if (ownerId === null) return;
  const owner = await change.tx.user.findUnique({ where: { id: ownerId }, select: { status: true } });
  if (owner?.status !== 'active') throw invalid('ownerId', 'is not an active person of this organisation');
}

/** Keys that are looked for in one question. */
const keysAtOnce = 100;

/** The wanted key, or the first of "-2", "-3" … that the team does not have. */
async function freeKey(change: Change, teamId: string, wanted: string): Promise<string> {
  for (let first = 1; ; first += keysAtOnce) {
    const tried = Array.from({ length: keysAtOnce }, (_, at) => (first + at === 1 ? wanted : `${wanted}-${first + at}`));
    const found = await change.tx.asset.findMany({ where: { teamId, key: { in: tried } }, select: { key: true } });
    const taken = new Set(found.map((asset) => asset.key));
    const free = tried.find((key) => !taken.has(key));
    if (free !== undefined) return free;
  }
}

const conflicting = (asset: StoredAsset) =>
  new AppError('conflict', 'Somebody else changed this asset while you were editing. Nothing of yours is lost: choose field by field.', {
    current: { ...editable(asset), version: asset.version },
  });

function keyTaken(error: unknown): unknown {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    ? invalid('key', 'is taken by another asset of this team')
    : error;
}

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
