/** Arrows of an import: those that can close no circle at once, the others one by one. */
import { lockLineage } from '#lib/assets/lineage/commands.ts';
import { making, outgoing } from '#lib/assets/lineage/rules.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import type { StoredImport } from '../../state/queries.ts';

/** Rounds of setting arrows aside that can close no circle; each takes off one layer of the graph. */
const mostRounds = 200;
/** Arrows that are looked at one by one; a file that ties more of them together is refused the rest. */
const mostSingle = 5_000;

export const closesCircle = 'This would close a circle: nothing can come from itself.';
const tooTangled = 'It is one of too many arrows that hang together to be checked for circles; record it by hand.';

type Outcome = { relations: number; refusedRelations: number };

/**
 * Records the new arrows with their events and refuses, each with its reason, those that would close a circle of what comes from what. An arrow
 * whose origin comes from nothing, or from whose version nothing comes, is in no circle: such arrows are set aside in rounds until none is left.
 */
export async function applyLineage(change: Change, { id, teamId }: StoredImport, actorId: string): Promise<Outcome> {
  const { tx } = change;
  const [some] = await tx.$queryRaw<
    { found: boolean }[]
  >`SELECT EXISTS (SELECT FROM import_relations WHERE import_id = ${id}::uuid AND action = 'create') AS found`;
  if (!some?.found) return { relations: 0, refusedRelations: 0 };
  await lockLineage(tx);
  await tx.$executeRaw`
    CREATE TEMP TABLE arrows ON COMMIT DROP AS
    SELECT l.seq, uuid7() AS id, l.from_version_id, l.to_version_id, l.relation, f.asset_id, false AS safe,
      CASE WHEN l.relation = ANY (${outgoing}::text[]) THEN l.to_version_id ELSE l.from_version_id END AS version_id,
      CASE WHEN l.relation = ANY (${outgoing}::text[]) THEN l.from_version_id ELSE l.to_version_id END AS origin_id
    FROM import_relations l JOIN import_rows f ON f.import_id = l.import_id AND f.seq = l.from_seq
    LEFT JOIN import_rows t ON t.import_id = l.import_id AND t.seq = l.to_seq
    WHERE l.import_id = ${id}::uuid AND l.action = 'create' AND f.decision IS DISTINCT FROM 'skip' AND t.decision IS DISTINCT FROM 'skip'`;
  await tx.$executeRaw`
    CREATE TEMP TABLE open_arrows ON COMMIT DROP AS
    SELECT seq, version_id, origin_id FROM arrows WHERE relation = ANY (${making}::text[])
    UNION ALL SELECT NULL, version_id, origin_id
      FROM lineage_behind((SELECT array_agg(DISTINCT origin_id) FROM arrows WHERE relation = ANY (${making}::text[])))`;
  await tx.$executeRaw`CREATE INDEX ON open_arrows (version_id)`;
  await tx.$executeRaw`CREATE INDEX ON open_arrows (origin_id)`;
  await setAside(change);
  await tx.$executeRaw`UPDATE arrows SET safe = true WHERE NOT EXISTS (SELECT FROM open_arrows o WHERE o.seq = arrows.seq)`;
  const recorded = await record(change, teamId, actorId, Prisma.sql`safe`);
  const single = await oneByOne(change, id, teamId, actorId);
  return { relations: recorded + single.recorded, refusedRelations: single.refused };
}

async function setAside({ tx }: Change): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const gone = await tx.$executeRaw`
      DELETE FROM open_arrows o WHERE NOT EXISTS (SELECT FROM open_arrows n WHERE n.origin_id = o.version_id)
        OR NOT EXISTS (SELECT FROM open_arrows n WHERE n.version_id = o.origin_id)`;
    if (gone === 0) return;
  }
}

async function oneByOne(change: Change, importId: string, teamId: string, actorId: string): Promise<{ recorded: number; refused: number }> {
  const { tx } = change;
  const left = await tx.$queryRaw<{ seq: number; version_id: string; origin_id: string }[]>`
    SELECT seq, version_id, origin_id FROM arrows WHERE NOT safe ORDER BY seq`;
  let recorded = 0;
  let refused = 0;
  for (const [at, arrow] of left.entries()) {
    const [closed] =
      at < mostSingle
        ? await tx.$queryRaw<{ path: string[] | null }[]>`SELECT lineage_path(${arrow.origin_id}::uuid, ${arrow.version_id}::uuid) AS path`
        : [];
    if (at < mostSingle && !closed?.path) recorded += await record(change, teamId, actorId, Prisma.sql`seq = ${arrow.seq}`);
    else {
      refused += 1;
      await tx.$executeRaw`UPDATE import_relations SET action = 'rejected', reason = ${at < mostSingle ? closesCircle : tooTangled} WHERE import_id = ${importId}::uuid AND seq = ${arrow.seq}`;
    }
  }
  return { recorded, refused };
}

async function record({ tx, act }: Change, teamId: string, actorId: string, which: Prisma.Sql): Promise<number> {
  return tx.$executeRaw`
    WITH made AS (
      INSERT INTO lineage (id, team_id, from_version_id, to_version_id, relation, created_by)
      SELECT id, ${teamId}::uuid, from_version_id, to_version_id, relation, ${actorId}::uuid FROM arrows WHERE ${which} ORDER BY seq
      ON CONFLICT DO NOTHING RETURNING id, from_version_id, to_version_id, relation
    )
    INSERT INTO audit_events (id, event, actor_id, target_type, target_id, team_id, operation_id, request_id, after)
    SELECT uuid7(), 'lineage.recorded', ${act.actorId}::uuid, 'asset', fa.id, ${teamId}::uuid, ${act.operationId}::uuid, ${act.requestId},
      jsonb_strip_nulls(jsonb_build_object('lineageId', made.id, 'relation', made.relation, 'fromVersionId', made.from_version_id, 'toVersionId', made.to_version_id,
        'from', fa.name || ' ' || fv.label, 'to', CASE WHEN ta.team_id = fa.team_id THEN ta.name || ' ' || tv.label END))
    FROM made JOIN asset_versions fv ON fv.id = made.from_version_id JOIN assets fa ON fa.id = fv.asset_id
    LEFT JOIN asset_versions tv ON tv.id = made.to_version_id LEFT JOIN assets ta ON ta.id = tv.asset_id`;
}
