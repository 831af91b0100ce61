/** What a person did, and what was done to their account: read from the audit log, within the reader's rights. */
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type EventRow, eventColumns, eventJoins, toldBy } from '../../audit/sql.ts';
import { type Actor, mustEverywhere, teamsWith } from '../../policy.ts';
import type { ActivityInput, PersonActivity } from './schema.ts';

const pageSize = 30;

type Row = EventRow & { target_name: string | null };

/** Events of teams whose assets the reader may not see are left out, and so are sign-ins, which the audit log alone tells. */
export async function activityOfPerson(actor: Actor, { id, of, after }: ActivityInput): Promise<PersonActivity> {
  if (id !== actor.id) mustEverywhere(actor, 'person.read');
  const [at, last] = after ? decodeCursor(after, 'after', of, ['time', 'id']) : [];
  const bound = at ? Prisma.sql`AND (e.at, e.id) < (${String(at)}::timestamptz, ${last}::uuid)` : Prisma.empty;
  const whose = of === 'by' ? Prisma.sql`e.actor_id = ${id}::uuid` : Prisma.sql`e.target_type = 'user' AND e.target_id = ${id}::uuid`;
  const teams = teamsWith(actor, 'asset.read');
  const within = teams === 'every' ? Prisma.empty : Prisma.sql`AND (e.team_id IS NULL OR e.team_id = ANY (${teams}::uuid[]))`;
  return read({ actorId: actor.id, read: 'every', write: [] }, async (reader) => {
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT ${eventColumns}, CASE e.target_type
          WHEN 'asset' THEN (SELECT a.name FROM assets a WHERE a.id = e.target_id)
          WHEN 'user' THEN (SELECT p.name FROM users p WHERE p.id = e.target_id)
          WHEN 'team' THEN (SELECT t.name FROM teams t WHERE t.id = e.target_id) END AS target_name
      FROM audit_events e ${eventJoins}
      WHERE ${whose} AND e.target_type <> 'session' ${within} ${bound} ORDER BY e.at DESC, e.id DESC LIMIT ${pageSize + 1}`);
    const shown = rows.slice(0, pageSize);
    const oldest = shown.at(-1);
    const entries = shown.map((row) => {
      const { before, after: since } = toldBy(row);
      return {
        id: row.id,
        at: row.at.toISOString(),
        event: row.event,
        operationId: row.operation_id,
        actorName: row.actor_name,
        targetType: row.target_type,
        targetId: row.target_id,
        targetName: row.target_name,
        before: withoutPlace(before),
        after: withoutPlace(since),
      };
    });
    return {
      entries,
      names: await namesIn(reader, entries),
      next: rows.length > pageSize && oldest ? encodeCursor({ sort: of, values: [oldest.exact, oldest.id] }) : null,
    };
  });
}

/** From where somebody acted is for the audit log alone. */
function withoutPlace(fields: Record<string, unknown> | null): Record<string, unknown> | null {
  if (!fields) return null;
  const { address: _, userAgent: __, ...rest } = fields;
  return rest;
}

/** Names of the roles, teams and people that the fields hold as keys and ids. */
async function namesIn(reader: Reader, entries: PersonActivity['entries']): Promise<Record<string, string>> {
  const fields = ['role', 'orgRole', 'teamId', 'ownerId', 'userId', 'successorId'];
  const keys = entries.flatMap(({ before, after }) => fields.flatMap((field) => [before?.[field], after?.[field]]));
  const wanted = [...new Set(keys.filter((key): key is string => typeof key === 'string'))];
  if (wanted.length === 0) return {};
  const rows = await reader.rows<{ key: string; name: string }>(Prisma.sql`
    SELECT key, name FROM roles WHERE key = ANY (${wanted}) UNION ALL SELECT id::text, name FROM teams WHERE id::text = ANY (${wanted})
    UNION ALL SELECT id::text, name FROM users WHERE id::text = ANY (${wanted})`);
  return Object.fromEntries(rows.map(({ key, name }) => [key, name]));
}
