import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
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

type EventRow = {
  id: string;
  at: Date;
  event: string;
  actor_name: string | null;
  operation_id: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** What happened to an asset, newest first, from the audit log. That it came to a team is left out where one may read that it left another. */
export async function listActivity(actor: Actor, input: { id: string; after?: string; limit: number }): Promise<Activity> {
  return read(scopeOf(actor), async (reader) => {
    const [seen] = await reader.rows(Prisma.sql`SELECT 1 FROM asset_list a WHERE a.id = ${input.id}::uuid`);
    if (!seen) throw notFound('asset');
    const [at, id] = input.after ? decodeCursor(input.after, 'after', 'at', ['time', 'id']) : [];
    const bound = at ? Prisma.sql`AND (e.at, e.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
    const rows = await reader.rows<EventRow & { exact: string }>(Prisma.sql`
      SELECT e.id, e.at, e.at::text AS exact, e.event, u.name AS actor_name, e.operation_id, e.before, e.after
      FROM audit_events e LEFT JOIN users u ON u.id = e.actor_id
      WHERE e.target_type = 'asset' AND e.target_id = ${input.id}::uuid ${bound}
        AND NOT (e.event = 'asset.received' AND EXISTS (SELECT FROM audit_events m
          WHERE m.operation_id = e.operation_id AND m.target_type = 'asset' AND m.target_id = e.target_id AND m.event = 'asset.moved'))
      ORDER BY e.at DESC, e.id DESC LIMIT ${input.limit + 1}`);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      names: await namesIn(reader, actor, shown),
      entries: shown.map((row) => ({
        id: row.id,
        at: row.at.toISOString(),
        event: row.event,
        actorName: row.actor_name,
        operationId: row.operation_id,
        before: row.before,
        after: row.after,
      })),
      next: rows.length > input.limit && last ? encodeCursor({ sort: 'at', values: [last.exact, last.id] }) : null,
    };
  });
}

/** The names of people and teams that the events speak of by id; a team that the actor may not read has none. */
async function namesIn(reader: Reader, actor: Actor, events: readonly EventRow[]): Promise<Record<string, string>> {
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
