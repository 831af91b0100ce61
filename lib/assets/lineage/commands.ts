import { type Actor, must, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, invalid, notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Prisma } from '#prisma/generated/client.ts';
import type { Kind } from '../rules.ts';
import { misfit, originOf, type PathStop, pathSentence, type Relation, relationLabels } from './rules.ts';
import type { NewLineage } from './schema.ts';

type End = Prisma.AssetVersionGetPayload<{ include: { asset: true } }>;

/**
 * Waits until no other transaction records lineage, until this one ends. Two arrows that close a circle only together would each be allowed
 * otherwise. Whoever writes arrows takes it first.
 */
export const lockLineage = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.lineage', 0))`;

/**
 * Records that `from` was trained on, built by, … `to`. Takes `lineage.edit` on the asset of `from`, and being able to see `to`.
 * @throws AppError `invalid` where the kinds do not fit; `conflict` for a double, a retired asset, or a circle of what comes from what: the
 * message then names the versions on its path, without those that the actor may not see.
 */
export async function recordLineage(actor: Actor, act: Act, input: NewLineage): Promise<{ id: string }> {
  return transact(scopeOf(actor, 'lineage.edit'), act, 'lineage.recorded', async (change) => {
    const from = await end(change, input.fromVersionId, 'fromVersionId');
    const to = await end(change, input.toVersionId, 'toVersionId');
    must(actor, 'lineage.edit', { teamId: from.teamId, kind: from.asset.kind as Kind });
    if (from.asset.status === 'retired') throw new AppError('conflict', 'This asset is retired. Restore it before you change its lineage.');
    if (from.id === to.id) throw invalid('toVersionId', 'A version cannot be related to itself.');
    const wrong = misfit(input.relation, from.asset.kind as Kind, to.asset.kind as Kind);
    if (wrong) throw invalid('relation', wrong);
    await lockLineage(change.tx);
    await refuseDouble(change, from, to, input.relation);
    await refuseCircle(change, from, to, input.relation);
    const id = newId();
    await change.tx.lineage.create({
      data: { id, teamId: from.teamId, fromVersionId: from.id, toVersionId: to.id, relation: input.relation, createdBy: actor.id },
    });
    await change.record({
      event: 'lineage.recorded',
      ...target(from),
      after: { lineageId: id, relation: input.relation, ...told(from, to) },
    });
    return { id };
  });
}

/** Removes an arrow; the row stays, with when. @throws AppError `not_found`, also for one that was removed before. */
export async function removeLineage(actor: Actor, act: Act, id: string): Promise<void> {
  await transact(scopeOf(actor, 'lineage.edit'), act, 'lineage.removed', async (change) => {
    const arrow = await change.tx.lineage.findFirst({ where: { id, removedAt: null } });
    const from = arrow && (await find(change, arrow.fromVersionId));
    if (!arrow || !from) throw notFound('relation');
    must(actor, 'lineage.edit', { teamId: from.teamId, kind: from.asset.kind as Kind });
    const { count } = await change.tx.lineage.updateMany({ where: { id, removedAt: null }, data: { removedAt: now() } });
    if (count === 0) throw notFound('relation');
    const to = await find(change, arrow.toVersionId);
    const ends = to ? told(from, to) : { fromVersionId: from.id, toVersionId: arrow.toVersionId, from: name(from) };
    await change.record({ event: 'lineage.removed', ...target(from), before: { lineageId: id, relation: arrow.relation, ...ends } });
  });
}

const find = ({ tx }: Change, id: string): Promise<End | null> => tx.assetVersion.findUnique({ where: { id }, include: { asset: true } });

async function end(change: Change, id: string, field: string): Promise<End> {
  const found = await find(change, id);
  if (!found) throw new AppError('not_found', notFound('version').message, { fields: { [field]: 'is not a version that you may see' } });
  return found;
}

const target = (from: End) => ({ targetType: 'asset', targetId: from.assetId, teamId: from.teamId });
const name = (version: End) => `${version.asset.name} ${version.label}`;

/** Both ends as the event keeps them. Readers of the team's log may not see the other's assets: then there is no name. */
const told = (from: End, to: End) => ({
  fromVersionId: from.id,
  toVersionId: to.id,
  from: name(from),
  ...(from.teamId === to.teamId && { to: name(to) }),
});

async function refuseDouble({ tx }: Change, from: End, to: End, relation: Relation): Promise<void> {
  const found = await tx.lineage.count({ where: { fromVersionId: from.id, toVersionId: to.id, relation, removedAt: null } });
  if (found > 0)
    throw new AppError('conflict', `That ${name(from)} is ${relationLabels[relation].toLowerCase()} ${name(to)} is recorded already.`);
}

async function refuseCircle(change: Change, from: End, to: End, relation: Relation): Promise<void> {
  const told = originOf({ from, to, relation });
  if (!told) return;
  const { version, origin } = told;
  const [row] = await change.tx.$queryRaw<
    { path: string[] | null }[]
  >`SELECT lineage_path(${origin.id}::uuid, ${version.id}::uuid) AS path`;
  if (!row?.path) return;
  const found = await change.tx.assetVersion.findMany({ where: { id: { in: row.path } }, include: { asset: true } });
  const stops = new Map(found.map((each): [string, PathStop] => [each.id, { name: each.asset.name, label: each.label }]));
  const path = [version.id, ...row.path].map((id) => stops.get(id) ?? null);
  throw new AppError(
    'conflict',
    `This would close a circle, in which each comes from the next: ${pathSentence(path)}. What came round again is a new version: register it.`,
    { fields: { toVersionId: 'would close a circle' } },
  );
}
