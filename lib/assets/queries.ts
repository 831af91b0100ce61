import { type ActivityEntry, activityOf } from '#lib/access/audit/queries.ts';
import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type ListedAsset, rowColumns, toRow } from './list/sql.ts';
import type { Activity, Asset } from './schema.ts';

type Row = ListedAsset & {
  description: string;
  team_id: string;
  owner_id: string | null;
  origin_ref: string | null;
  created_at: Date;
  version: number;
  version_count: number;
};

/** One asset with everything that its page shows. @throws AppError `not_found`, also for an asset of a team that the actor may not read. */
export async function getAsset(actor: Actor, id: string): Promise<Asset> {
  const [row] = await read(scopeOf(actor), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT ${rowColumns}, a.description, a.team_id, a.owner_id, a.origin_ref, a.created_at, a.version,
        (SELECT count(*)::int FROM asset_versions v WHERE v.asset_id = a.id) AS version_count
      FROM asset_list a WHERE a.id = ${id}::uuid`),
  );
  if (!row) throw notFound('asset');
  const { team, teamName, ...shown } = toRow(row);
  const target = { teamId: row.team_id, kind: row.kind };
  return {
    ...shown,
    team: { id: row.team_id, key: team, name: teamName },
    description: row.description,
    ownerId: row.owner_id,
    originRef: row.origin_ref,
    createdAt: row.created_at.toISOString(),
    version: row.version,
    versionCount: row.version_count,
    may: {
      edit: can(actor, 'asset.edit', target) && row.status === 'active',
      retire: can(actor, 'asset.retire', target),
      move: can(actor, 'asset.move', target) && row.status === 'active',
      registerVersion: can(actor, 'version.register', target) && row.status === 'active',
      editLineage: can(actor, 'lineage.edit', target) && row.status === 'active',
    },
  };
}

/** What happened to an asset, newest first, from the audit log. That it came to a team is left out where one may read that it left another. */
export async function listActivity(actor: Actor, { id, ...page }: { id: string; after?: string; limit: number }): Promise<Activity> {
  const [seen] = await read(scopeOf(actor), (reader) => reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${id}::uuid`));
  if (!seen) throw notFound('asset');
  const { entries, next } = await activityOf(actor, { targetType: 'asset', targetId: id }, page, {
    toldBetter: [['asset.received', 'asset.moved']],
  });
  const names = await read(scopeOf(actor), (reader) => namesIn(reader, actor, entries));
  return {
    names,
    entries: entries.map(({ actorId: _actor, erased: _erased, ...told }) => told),
    next,
  };
}

/** The names of people and teams that the events speak of by id; a team that the actor may not read has none. */
async function namesIn(reader: Reader, actor: Actor, events: readonly ActivityEntry[]): Promise<Record<string, string>> {
  const idsOf = (field: string) => [
    ...new Set(events.flatMap(({ before, after }) => [before?.[field], after?.[field]]).filter((id) => typeof id === 'string')),
  ];
  const [people, teams] = [idsOf('ownerId'), idsOf('teamId')];
  if (people.length + teams.length === 0) return {};
  const named = await reader.rows<{ id: string; name: string; team: boolean }>(Prisma.sql`
    SELECT id, name, false AS team FROM users WHERE id = ANY (${people}::uuid[])
    UNION ALL SELECT id, name, true FROM teams WHERE id = ANY (${teams}::uuid[])`);
  const readable = scopeOf(actor).read;
  return Object.fromEntries(
    named.filter(({ id, team }) => !team || readable === 'every' || readable.includes(id)).map(({ id, name }) => [id, name]),
  );
}
