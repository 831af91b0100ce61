import { type Actor, can, scopeOf } from '#lib/access/policy.ts';
import { now } from '#lib/platform/clock.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { editableUntil, hindranceToEdit, hindranceToRemove } from './rules.ts';
import type { Comment, Comments, MentionSearch } from './schema.ts';
import { sees } from './sql.ts';

type Row = {
  id: string;
  parent_id: string | null;
  author_id: string;
  author: string | null;
  body: string;
  created_at: Date;
  edited_at: Date | null;
  removed_at: Date | null;
};

/** Names of whoever is gone are not kept. */
const unnamed = 'Somebody';

async function teamOf(reader: Reader, reviewId: string): Promise<string> {
  const [review] = await reader.rows<{ team_id: string }>(Prisma.sql`SELECT team_id FROM reviews WHERE id = ${reviewId}::uuid`);
  if (!review) throw notFound('review');
  return review.team_id;
}

/** All comments of a review, the oldest first. @throws AppError `not_found`. */
export async function getComments(actor: Actor, reviewId: string): Promise<Comments> {
  const at = now();
  return read(scopeOf(actor), async (reader) => {
    const teamId = await teamOf(reader, reviewId);
    const rows = await reader.rows<Row>(Prisma.sql`
      SELECT c.id, c.parent_id, c.author_id, c.body, c.created_at, c.edited_at, c.removed_at,
        coalesce((SELECT name FROM users WHERE id = c.author_id), (SELECT name FROM service_accounts WHERE id = c.author_id)) AS author
      FROM review_comments c WHERE c.review_id = ${reviewId}::uuid ORDER BY c.created_at, c.id`);
    const mentioned = await reader.rows<{ id: string; name: string }>(Prisma.sql`
      SELECT DISTINCT u.id, u.name FROM review_comments c CROSS JOIN unnest(c.mentions) AS m(id) JOIN users u ON u.id = m.id
      WHERE c.review_id = ${reviewId}::uuid`);
    const mayComment = can(actor, 'review.request', { teamId });
    const toComment = (row: Row): Comment => {
      const written = { authorId: row.author_id, createdAt: row.created_at, removedAt: row.removed_at };
      return {
        id: row.id,
        parentId: row.parent_id,
        author: { id: row.author_id, name: row.author ?? unnamed },
        body: row.body,
        removed: row.removed_at !== null,
        createdAt: row.created_at.toISOString(),
        editedAt: row.edited_at?.toISOString() ?? null,
        editableUntil: mayComment && hindranceToEdit(written, actor.id, at) === null ? editableUntil(row.created_at).toISOString() : null,
        mayRemove: mayComment && hindranceToRemove(written, actor.id) === null,
      };
    };
    return { comments: rows.map(toComment), names: Object.fromEntries(mentioned.map(({ id, name }) => [id, name])), mayComment };
  });
}

/** So many names are suggested. */
const suggested = 8;

/** People who see this review, by the beginning of any of their names; the caller among them where asked for. @throws AppError `not_found`. */
export async function findMentionable(actor: Actor, { id, q, self }: MentionSearch): Promise<{ people: { id: string; name: string }[] }> {
  return read(scopeOf(actor), async (reader) => {
    const teamId = await teamOf(reader, id);
    const begins = `%${` ${q}`.replace(/[\\%_]/g, '\\$&')}%`;
    const people = await reader.rows<{ id: string; name: string }>(Prisma.sql`
      SELECT u.id, u.name FROM users u WHERE (${self === 'yes'} OR u.id <> ${actor.id}::uuid) AND (' ' || u.name) ILIKE ${begins} AND ${sees(teamId)}
      ORDER BY lower(u.name), u.id LIMIT ${suggested}`);
    return { people };
  });
}
