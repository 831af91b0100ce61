import { type Actor, can, forbidden } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import { eventsOfChange, seeTeam } from '../commands.ts';

/** More go in several steps, from the list. */
const mostMoved = 10_000;

/**
 * Gives every active asset of a team to another, within the change, each with its events; returns how many. Retired ones stay where they are.
 * @throws AppError `forbidden` without the right to move every kind in both, `not_found` for the other team, `conflict` for keys that it has.
 */
export async function moveEveryAsset(change: Change, actor: Actor, fromTeamId: string, toTeamId: string): Promise<number> {
  await seeTeam(actor, change, toTeamId);
  for (const teamId of [fromTeamId, toTeamId]) if (!can(actor, 'asset.move', { teamId })) throw forbidden('asset.move');
  const { tx, record } = change;
  const where = { teamId: fromTeamId, status: 'active' };
  const count = await tx.asset.count({ where });
  if (count > mostMoved)
    throw new AppError(
      'conflict',
      `The team has ${count.toLocaleString('en-GB')} assets. At most 10,000 are moved at once: move some from their list first.`,
    );
  await mustFit(change, fromTeamId, toTeamId);
  await tx.$queryRaw`SELECT id FROM assets WHERE team_id = ${fromTeamId}::uuid AND status = 'active' ORDER BY id FOR UPDATE`;
  const assets = await tx.asset.findMany({ where, orderBy: { id: 'asc' } });
  await tx.asset.updateMany({ where, data: { teamId: toTeamId, version: { increment: 1 }, updatedAt: now() } });
  const moved = { before: { teamId: fromTeamId }, after: { teamId: toTeamId } };
  await record(...assets.flatMap((asset) => eventsOfChange(asset, 'asset.moved', moved)));
  return assets.length;
}

async function mustFit({ tx }: Change, fromTeamId: string, toTeamId: string): Promise<void> {
  const taken = await tx.$queryRaw<{ key: string }[]>`
    SELECT a.key FROM assets a JOIN assets b ON b.team_id = ${toTeamId}::uuid AND b.key = a.key
    WHERE a.team_id = ${fromTeamId}::uuid AND a.status = 'active' ORDER BY 1 LIMIT 6`;
  if (taken.length === 0) return;
  const named = taken.slice(0, 5).map(({ key }) => `“${key}”`);
  const more = taken.length > 5 ? ' and others' : '';
  throw new AppError(
    'conflict',
    `The other team has assets with the same keys already: ${named.join(', ')}${more}. Change these keys first.`,
  );
}
