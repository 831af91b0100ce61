/** Following another safeguard instead of one's own work: begun and ended here; the database keeps state and end true (its migration says how). */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type Change, transact } from '#lib/platform/transact.ts';
import { settle } from '../../posture/commands.ts';
import { evidenceUntil } from '../evidence/rules.ts';
import type { Inheriting, Turn } from '../schema.ts';
import { apply, find, mustBeOpen, mustEdit, opened, type StoredSafeguard } from '../standing/commands.ts';

/** What wants to inherit: of which control, for which asset of which team. */
type Heir = { id: string | null; control: string; assetId: string | null; teamId: string };

/**
 * The safeguard that the heir may follow.
 * @throws AppError `not_found` for what the actor may not see; `conflict`, in words, where it cannot be inherited from.
 */
export async function inheritable(change: Change, heir: Heir, sourceId: string): Promise<StoredSafeguard> {
  const source = await find(change, sourceId);
  const why = await inheritanceHindrance(change, heir, source);
  if (why) throw new AppError('conflict', why, { fields: { from: why } });
  return source;
}

async function inheritanceHindrance({ tx }: Change, heir: Heir, source: StoredSafeguard): Promise<string | null> {
  if (heir.assetId === null) return 'What a team offers is its own and inherits nothing.';
  if (source.control !== heir.control) return 'It is a safeguard of another control.';
  if (source.inheritedFrom) return 'It is inherited itself: follow the one that it follows.';
  if (source.state === 'not_applicable') return 'It is not applicable where it stands: there is nothing to follow.';
  if (heir.id !== null && (await tx.safeguard.count({ where: { inheritedFrom: heir.id } })) > 0)
    return 'Others follow this safeguard: what is inherited cannot be inherited again.';
  if (source.assetId === null) return source.teamId === heir.teamId ? null : 'It is the offer of another team.';
  if (source.asset?.status === 'retired') return 'Its asset is retired.';
  const [rests] = await tx.$queryRaw<{ rests: boolean }[]>`SELECT rests_on(${heir.assetId}::uuid, ${source.assetId}::uuid) AS rests`;
  return rests?.rests ? null : 'No lineage says that this asset was made from that one, or stands on it.';
}

/** Lets a safeguard follow another: of an asset that its own was made from or stands on, or offered by its team. Its own evidence stays beside. */
export async function inherit(actor: Actor, act: Act, { id, version, from }: Inheriting): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.edit'), act, 'safeguard.inherited', async (change) => {
    const safeguard = await opened(change, { id, version }, mustEdit(actor));
    mustBeOpen(safeguard);
    const source = await inheritable(change, safeguard, from);
    await apply(change, safeguard, followed(source), 'safeguard.inherited');
    if (safeguard.assetId) await settle(change, [safeguard.assetId]);
  });
}

/** What a safeguard has from the one that it follows. Who did it stands there. */
export const followed = (source: StoredSafeguard) => ({
  inheritedFrom: source.id,
  state: source.state,
  evidenceUntil: source.evidenceUntil,
  reason: null,
  implementedBy: null,
  implementedAt: null,
  verifiedBy: null,
  verifiedAt: null,
});

/** Ends the inheritance: it is planned again, with its own evidence. */
export async function release(actor: Actor, act: Act, turn: Turn): Promise<void> {
  await transact(scopeOf(actor, 'safeguard.edit'), act, 'safeguard.released', async (change) => {
    const safeguard = await opened(change, turn, mustEdit(actor));
    mustBeOpen(safeguard);
    if (!safeguard.inheritedFrom) throw new AppError('conflict', 'It inherits from no other.');
    const own = { inheritedFrom: null, state: 'planned', evidenceUntil: evidenceUntil(safeguard.evidence) };
    await apply(change, safeguard, own, 'safeguard.released');
    if (safeguard.assetId) await settle(change, [safeguard.assetId]);
  });
}
