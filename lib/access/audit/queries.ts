import type { Permission } from '#lib/access/permissions.ts';
import { type Actor, teamsWith } from '#lib/access/policy.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type EventRow, eventColumns, eventJoins, toldBy } from './sql.ts';

export type ActivityTarget = { targetType: string; targetId: string };

export type ActivityEntry = {
  id: string;
  at: string;
  event: string;
  actorId: string | null;
  /** Null where nobody acted, and for a service account that the reader may not see. */
  actorName: string | null;
  operationId: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  /** Fields whose values went with the person that they were about, such as "after.name". */
  erased: string[];
};

export type ActivityOptions = {
  /** The right that the caller has checked for the target: events of teams without it are left out. */
  permission?: Permission;
  /** Events that are left out where the reader sees the other one of the same operation: [event, the one that tells more]. */
  toldBetter?: readonly (readonly [string, string])[];
};

/**
 * What happened to one thing, newest first, a page at a time: the one source of every activity tab. Whether the actor may see the thing is for the
 * caller to check; where it came from (addresses) is for the audit log alone and left out here.
 * @throws AppError `invalid` for a cursor that is not one of ours.
 */
export async function activityOf(
  actor: Actor,
  { targetType, targetId }: ActivityTarget,
  page: { after?: string; limit: number },
  { permission = 'asset.read', toldBetter = [] }: ActivityOptions = {},
): Promise<{ entries: ActivityEntry[]; next: string | null }> {
  const [at, id] = page.after ? decodeCursor(page.after, 'after', 'at', ['time', 'id']) : [];
  const bound = at ? Prisma.sql`AND (e.at, e.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
  const without = toldBetter.map(
    ([event, better]) => Prisma.sql`AND NOT (e.event = ${event} AND EXISTS (SELECT FROM audit_events m
      WHERE m.operation_id = e.operation_id AND m.target_type = e.target_type AND m.target_id = e.target_id AND m.event = ${better}))`,
  );
  const scope = { actorId: actor.id, read: teamsWith(actor, permission), write: [] };
  const rows = await read(scope, (reader) =>
    reader.rows<EventRow>(Prisma.sql`
      SELECT ${eventColumns} FROM audit_events e ${eventJoins}
      WHERE e.target_type = ${targetType} AND e.target_id = ${targetId}::uuid ${bound}
        ${without.length > 0 ? Prisma.join(without, ' ') : Prisma.empty}
      ORDER BY e.at DESC, e.id DESC LIMIT ${page.limit + 1}`),
  );
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    entries: shown.map((row) => {
      const { before, after, erased } = toldBy(row);
      return {
        id: row.id,
        at: row.at.toISOString(),
        event: row.event,
        actorId: row.actor_id,
        actorName: row.actor_name,
        operationId: row.operation_id,
        before,
        after,
        erased,
      };
    }),
    next: rows.length > page.limit && last ? encodeCursor({ sort: 'at', values: [last.exact, last.id] }) : null,
  };
}
