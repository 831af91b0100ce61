/** One control for many assets at once. */
import { type Actor, can, forbidden, scopeOf } from '#lib/access/policy.ts';
import { knownOwner } from '#lib/assets/commands.ts';
import type { Kind } from '#lib/assets/rules.ts';
import type { Act } from '#lib/platform/audit.ts';
import { notFound } from '#lib/platform/errors.ts';
import { newId } from '#lib/platform/identifiers.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import type { Asset as StoredAsset } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf, settle } from '../../../posture/commands.ts';
import { knownControl } from '../../commands.ts';
import { kindsServed, undoWindow } from '../../rules.ts';
import { limit, type Outcome, refused, report } from '../commands.ts';
import type { Assignment, SafeguardReport } from '../schema.ts';

/**
 * Plans a control for up to 1,000 assets in one transaction. Assets that have it, that it serves nothing, that are retired or not the actor's to
 * change are reported and stay as they are.
 */
export async function assignControl(
  actor: Actor,
  act: Act,
  { control, ids, ownerId, dueAt }: Assignment,
  at: Date,
): Promise<SafeguardReport> {
  const work = async (change: Change) => {
    await knownControl(change, control);
    await knownOwner(change, ownerId);
    const wanted = [...new Set(ids)];
    const served = await servedBy(change, control);
    const may = (asset: StoredAsset) => can(actor, 'safeguard.edit', { teamId: asset.teamId, kind: asset.kind as Kind });
    const writable = (await change.tx.asset.findMany({ where: { id: { in: wanted } } })).filter(may);
    await lockAssets(
      runnerOf(change),
      writable.map(({ id }) => id),
    );
    const assets = new Map((await change.tx.asset.findMany({ where: { id: { in: wanted } } })).map((asset) => [asset.id, asset]));
    const standing = await change.tx.safeguard.findMany({ where: { control, assetId: { in: wanted } }, select: { assetId: true } });
    const having = new Set(standing.map(({ assetId }) => assetId));
    const results = wanted.map((id): Outcome => {
      const asset = assets.get(id);
      if (!asset) return refused(id, 'Asset', notFound('asset').message);
      if (!may(asset)) return refused(id, asset.name, forbidden('safeguard.edit').message);
      if (asset.status === 'retired') return refused(id, asset.name, 'Retired: restore it first.');
      if (having.has(id)) return { id, name: asset.name, outcome: 'unchanged', message: 'Has it already.' };
      if (!served.includes(asset.kind as Kind)) return refused(id, asset.name, 'The control reduces no threat to this kind of asset.');
      return { id, name: asset.name, outcome: 'changed', message: 'Planned.' };
    });
    const planned = results.flatMap(({ id, outcome }) => {
      const asset = assets.get(id);
      return outcome === 'changed' && asset ? [{ id: newId(), assetId: id, teamId: asset.teamId, control, ownerId, dueAt }] : [];
    });
    if (planned.length > 0) {
      await change.tx.safeguard.createMany({ data: planned });
      await change.record(
        ...planned.map(({ id, teamId, assetId }) => ({
          event: 'safeguard.added' as const,
          targetType: 'safeguard',
          targetId: id,
          teamId,
          after: { control, assetId, ...(ownerId && { ownerId }), ...(dueAt && { dueAt }) },
        })),
      );
      await settle(
        change,
        planned.map(({ assetId }) => assetId),
      );
    }
    return report(change, results, new Date(at.getTime() + undoWindow));
  };
  return transact(scopeOf(actor, 'safeguard.edit'), act, 'safeguard.added', work, { limit });
}

/** The kinds that a control serves by the catalogue as it stands. */
export async function servedBy({ tx }: Pick<Change, 'tx'>, control: string): Promise<readonly Kind[]> {
  const mitigations = await tx.mitigation.findMany({
    where: { control, strength: { gt: 0 } },
    include: { reduced: { select: { applies: true } } },
  });
  return kindsServed(mitigations.map(({ stages, reduced }) => ({ threatApplies: reduced.applies, stages: stages as never[] })));
}
