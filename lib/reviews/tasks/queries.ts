import { type Actor, scopeOf } from '#lib/access/policy.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { mayDoTask } from '../policy.ts';
import type { ReviewState } from '../rules.ts';
import type { Condition } from '../schema.ts';

type Row = {
  id: string;
  team_id: string;
  title: string;
  owner_id: string;
  owner: string | null;
  round: number;
  due_at: Date;
  created_by: string | null;
  creator: string | null;
  created_at: Date;
  done_at: Date | null;
  done_by: string | null;
  doer: string | null;
  missed_at: Date | null;
  version: number;
  status: ReviewState;
  review_round: number;
};

const unnamed = 'Somebody';
const person = (id: string | null, name: string | null) => (id ? { id, name: name ?? unnamed } : null);

const columns = Prisma.sql`
  k.id, k.team_id, k.title, k.owner_id, (SELECT name FROM users WHERE id = k.owner_id) AS owner, k.round, k.due_at, k.created_by,
  (SELECT name FROM users WHERE id = k.created_by) AS creator, k.created_at, k.done_at, k.done_by, (SELECT name FROM users WHERE id = k.done_by) AS doer,
  k.missed_at, k.version, r.status, r.round AS review_round`;

const toCondition = (actor: Actor, row: Row): Condition => ({
  id: row.id,
  title: row.title,
  owner: { id: row.owner_id, name: row.owner ?? unnamed },
  round: row.round,
  dueAt: row.due_at.toISOString(),
  createdBy: person(row.created_by, row.creator),
  createdAt: row.created_at.toISOString(),
  doneAt: row.done_at?.toISOString() ?? null,
  doneBy: person(row.done_by, row.doer),
  missedAt: row.missed_at?.toISOString() ?? null,
  version: row.version,
  mayChange:
    ['open', 'approved', 'conditions'].includes(row.status) &&
    row.round === row.review_round &&
    row.missed_at === null &&
    mayDoTask(actor, { ownerId: row.owner_id, teamId: row.team_id }),
});

/** The conditions of a review, of all rounds, by their day. */
export async function conditionsOf(reader: Reader, actor: Actor, reviewId: string): Promise<Condition[]> {
  const rows = await reader.rows<Row>(Prisma.sql`
    SELECT ${columns} FROM review_tasks k JOIN reviews r ON r.id = k.review_id WHERE k.review_id = ${reviewId}::uuid ORDER BY k.round DESC, k.due_at, k.id`);
  return rows.map((row) => toCondition(actor, row));
}

/** One condition as it stands. @throws AppError `not_found` */
export async function conditionOf(actor: Actor, id: string): Promise<Condition> {
  return read(scopeOf(actor), async (reader) => {
    const [row] = await reader.rows<Row>(
      Prisma.sql`SELECT ${columns} FROM review_tasks k JOIN reviews r ON r.id = k.review_id WHERE k.id = ${id}::uuid`,
    );
    if (!row) throw notFound('task');
    return toCondition(actor, row);
  });
}
