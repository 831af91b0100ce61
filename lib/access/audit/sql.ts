/** Events as every reader of the log selects them: who, did what, to which, with the personal parts that are still there. */
import type { Actor } from '#lib/access/policy.ts';
import { type Commitment, joinPersonal, type PersonalData } from '#lib/platform/personal-data.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Fields = Record<string, unknown>;

/** A row of `eventColumns`. */
export type EventRow = {
  id: string;
  at: Date;
  /** To the microsecond, for a cursor. */
  exact: string;
  event: string;
  actor_id: string | null;
  actor_type: Actor['type'];
  actor_name: string | null;
  via: 'session' | 'token' | null;
  via_id: string | null;
  target_type: string;
  target_id: string | null;
  team_id: string | null;
  operation_id: string;
  request_id: string;
  before: Fields | null;
  after: Fields | null;
  personal: Commitment[] | null;
  parts: PersonalData[] | null;
};

/** Columns of `audit_events` (as `e`), once `eventJoins` follows its name. */
export const eventColumns = Prisma.sql`
  e.id, e.at, e.at::text AS exact, e.event, e.actor_id, e.actor_type, coalesce(u.name, s.name) AS actor_name, e.via, e.via_id,
  e.target_type, e.target_id, e.team_id, e.operation_id, e.request_id, e.before, e.after, e.personal,
  CASE WHEN e.personal IS NOT NULL THEN ARRAY(
    SELECT p.data FROM jsonb_array_elements(e.personal) c JOIN audit_personal p ON p.id = (c ->> 'id')::uuid) END AS parts`;

export const eventJoins = Prisma.sql`
  LEFT JOIN users u ON e.actor_type = 'person' AND u.id = e.actor_id
  LEFT JOIN service_accounts s ON e.actor_type = 'service' AND s.id = e.actor_id`;

/** What was told, personal values in their places; `erased` names those that are gone, such as "after.name". */
export function toldBy(row: Pick<EventRow, 'before' | 'after' | 'personal' | 'parts'>) {
  const joined = joinPersonal(row, row.parts ?? []);
  const there = new Set([
    ...(joined.address === null ? [] : ['address']),
    ...(['before', 'after'] as const).flatMap((side) => Object.keys(joined[side] ?? {}).map((field) => `${side}.${field}`)),
  ]);
  const erased = (row.personal ?? []).flatMap((commitment) => commitment.fields).filter((field) => !there.has(field));
  return { ...joined, erased };
}
