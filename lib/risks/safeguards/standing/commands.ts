/** What every write to a safeguard shares: how it is seen, locked, judged, written and told. */
import { type Actor, forbidden } from '#lib/access/policy.ts';
import type { Kind } from '#lib/assets/rules.ts';
import { difference } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError, notFound } from '#lib/platform/errors.ts';
import type { Change } from '#lib/platform/transact.ts';
import type { Prisma, Evidence as StoredEvidence } from '#prisma/generated/client.ts';
import { lockAssets, runnerOf } from '../../posture/commands.ts';
import { isCurrent, verifiedPieces } from '../evidence/rules.ts';
import { mayEdit, type SafeguardTarget } from '../policy.ts';
import type { SafeguardState, Standing } from '../rules.ts';
import type { Turn } from '../schema.ts';
import { keepersOf } from './queries.ts';

/** A safeguard with its asset, the evidence that was not removed, and when its team was archived. */
export type StoredSafeguard = Row & {
  evidence: readonly Omit<StoredEvidence, 'content'>[];
  implementedThrough: readonly string[];
  team: { archivedAt: Date | null };
};
type Row = Prisma.SafeguardGetPayload<{ include: { asset: true } }>;

/** The fields that the audit log keeps. */
const keptFields = [
  'state',
  'reason',
  'ownerId',
  'dueAt',
  'notes',
  'inheritedFrom',
  'implementedBy',
  'implementedAt',
  'verifiedBy',
  'verifiedAt',
  'evidenceUntil',
] as const;
export type Kept = Partial<Pick<StoredSafeguard, (typeof keptFields)[number]>>;

export const kept = (safeguard: Kept): Record<string, unknown> => Object.fromEntries(keptFields.map((field) => [field, safeguard[field]]));

export const targetOf = ({ teamId, asset }: Pick<StoredSafeguard, 'teamId' | 'asset'>): SafeguardTarget => ({
  teamId,
  kind: (asset?.kind ?? null) as Kind | null,
});

export const told = ({ id, teamId }: Pick<StoredSafeguard, 'id' | 'teamId'>) => ({ targetType: 'safeguard', targetId: id, teamId });

export function standingOf(safeguard: StoredSafeguard, at: Date): Standing {
  const { state, inheritedFrom, implementedBy, implementedThrough, verifiedAt, asset, evidence } = safeguard;
  const current = evidence.filter((piece) => isCurrent(piece, at));
  return {
    state: state as SafeguardState,
    inherited: inheritedFrom !== null,
    implementedBy,
    implementedThrough,
    currentEvidence: current.length,
    newEvidence: current.length - verifiedPieces(current, verifiedAt).length,
    assetRetired: asset?.status === 'retired',
  };
}

/**
 * The safeguard, its asset locked against settling by others until the end of the change.
 * @param may whether the actor may do what they want to; judged before the lock, and after it, for the asset may have moved
 * @throws AppError `not_found`; `forbidden`; `conflict` with the values as they stand when somebody else was faster.
 */
export async function opened(change: Change, { id, version }: Turn, may: (safeguard: StoredSafeguard) => void): Promise<StoredSafeguard> {
  const found = await find(change, id);
  may(found);
  if (found.assetId) await lockAssets(runnerOf(change), [found.assetId]);
  const safeguard = await find(change, id);
  may(safeguard);
  if (safeguard.version !== version) throw conflicting(safeguard);
  return safeguard;
}

/** @throws AppError `not_found`, also for one of a team that the transaction may not read. */
export async function find(change: Change, id: string): Promise<StoredSafeguard> {
  const [safeguard] = await findMany(change, [id]);
  if (!safeguard) throw notFound('safeguard');
  return safeguard;
}

/** Those of these safeguards that the transaction may read. One question after the other, for they share a connection. */
export async function findMany(change: Change, ids: readonly string[]): Promise<StoredSafeguard[]> {
  const { tx } = change;
  const rows = await tx.safeguard.findMany({ where: { id: { in: [...ids] } }, include: { asset: true } });
  const pieces = await tx.evidence.findMany({ where: { safeguardId: { in: [...ids] }, removedAt: null }, omit: { content: true } });
  const teamIds = [...new Set(rows.map(({ teamId }) => teamId))];
  const teams = await tx.team.findMany({ where: { id: { in: teamIds } }, select: { id: true, archivedAt: true } });
  const keepers = await keepersOf(
    runnerOf(change),
    rows.flatMap(({ implementedBy }) => implementedBy ?? []),
  );
  const byTeam = new Map(teams.map((team) => [team.id, team]));
  const bySafeguard = Map.groupBy(pieces, ({ safeguardId }) => safeguardId);
  return rows.map((row) => ({
    ...row,
    evidence: bySafeguard.get(row.id) ?? [],
    implementedThrough: keepers.get(row.implementedBy ?? '') ?? [],
    team: { archivedAt: byTeam.get(row.teamId)?.archivedAt ?? null },
  }));
}

export const conflicting = (safeguard: StoredSafeguard) =>
  new AppError('conflict', 'Somebody else changed this safeguard meanwhile. Look at how it stands now.', {
    current: {
      state: safeguard.state,
      ownerId: safeguard.ownerId,
      dueAt: safeguard.dueAt?.toISOString() ?? null,
      notes: safeguard.notes,
      version: safeguard.version,
    },
  });

export const mustEdit = (actor: Actor) => (safeguard: StoredSafeguard) => {
  if (!mayEdit(actor, targetOf(safeguard))) throw forbidden('safeguard.edit');
};

/** @throws AppError `conflict` for the safeguard of a retired asset, and for what a team offers that is archived. */
export function mustBeOpen(safeguard: StoredSafeguard): void {
  if (safeguard.asset?.status === 'retired')
    throw new AppError('conflict', 'This asset is retired. Restore it before you change its safeguards.');
  if (!safeguard.asset && safeguard.team.archivedAt) throw new AppError('conflict', 'This team is archived: it offers nothing any more.');
}

/** @throws AppError `conflict` for what follows another safeguard. */
export function mustBeOwn(safeguard: StoredSafeguard): void {
  if (safeguard.inheritedFrom)
    throw new AppError('conflict', 'It follows the safeguard that it inherits from. Change it there, or end the inheritance first.');
}

/**
 * Writes the fields that differ and their event, and nothing where none does.
 * @param more what the event tells besides: why
 * @throws AppError `conflict` when the safeguard changed meanwhile.
 */
export async function apply(
  change: Change,
  safeguard: StoredSafeguard,
  fields: Kept,
  event: `safeguard.${string}`,
  more: Record<string, unknown> = {},
): Promise<boolean> {
  const defined = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const differing = difference(kept(safeguard), defined);
  if (!differing) {
    change.unchanged();
    return false;
  }
  const { count } = await change.tx.safeguard.updateMany({
    where: { id: safeguard.id, version: safeguard.version },
    data: { ...differing.after, version: { increment: 1 }, updatedAt: now() },
  });
  if (count === 0) throw conflicting(await find(change, safeguard.id));
  await change.record({ event, ...told(safeguard), before: differing.before, after: { ...differing.after, ...more } });
  return true;
}
