import { type Actor, houseScope } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { delegationState } from './rules.ts';
import type { Delegation, Delegations } from './schema.ts';

type Row = {
  id: string;
  user_id: string;
  user_name: string | null;
  to_user_id: string;
  to_name: string | null;
  from_at: Date;
  until_at: Date;
  ended_at: Date | null;
  note: string;
  seats: number;
};

const shown = 50;

/** What the actor handed on, and what was handed on to them: what has not ended first, the newest first. */
export async function listDelegations(actor: Actor): Promise<Delegations> {
  const at = now();
  // What is one's own is read past the teams; nothing else is asked for.
  const rows = await read(houseScope(actor.id), (reader) =>
    reader.rows<Row>(Prisma.sql`
      SELECT d.id, d.user_id, u.name AS user_name, d.to_user_id, t.name AS to_name, d.from_at, d.until_at, d.ended_at, d.note,
        (SELECT count(*)::int FROM review_seats s JOIN reviews r ON r.id = s.review_id WHERE s.user_id = d.to_user_id AND s.delegated_from = d.user_id
          AND s.released_at IS NULL AND r.status IN ('open', 'changes') AND d.ended_at IS NULL AND d.started_at IS NOT NULL) AS seats
      FROM delegations d LEFT JOIN users u ON u.id = d.user_id LEFT JOIN users t ON t.id = d.to_user_id
      WHERE d.user_id = ${actor.id}::uuid OR d.to_user_id = ${actor.id}::uuid
      ORDER BY d.ended_at IS NOT NULL OR d.until_at <= ${at}, d.from_at DESC, d.id DESC LIMIT ${shown}`),
  );
  const delegations = rows.map(
    (row): Delegation => ({
      id: row.id,
      from: { id: row.user_id, name: row.user_name ?? 'Somebody' },
      to: { id: row.to_user_id, name: row.to_name ?? 'Somebody' },
      fromAt: row.from_at.toISOString(),
      untilAt: row.until_at.toISOString(),
      note: row.note,
      state: delegationState({ fromAt: row.from_at, untilAt: row.until_at, endedAt: row.ended_at }, at),
      seats: row.seats,
    }),
  );
  return { given: delegations.filter(({ from }) => from.id === actor.id), taken: delegations.filter(({ to }) => to.id === actor.id) };
}
