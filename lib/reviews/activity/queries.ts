import { activityOf } from '#lib/access/audit/queries.ts';
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Activity } from '#lib/assets/schema.ts';
import { read } from '#lib/platform/database.ts';
import { notFound } from '#lib/platform/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';

const people = ['userId', 'ownerId', 'delegatedFrom', 'mentions', 'assigned', 'people'];

/** What happened in a review, newest first, from the audit log. @throws AppError `not_found`. */
export async function listReviewActivity(actor: Actor, { id, ...page }: { id: string; after?: string; limit: number }): Promise<Activity> {
  const [seen] = await read(scopeOf(actor), (reader) => reader.rows(Prisma.sql`SELECT 1 FROM reviews WHERE id = ${id}::uuid`));
  if (!seen) throw notFound('review');
  const { entries, next } = await activityOf(actor, { targetType: 'review', targetId: id }, page);
  const ids = entries
    .flatMap(({ before, after }) => people.flatMap((field) => [before?.[field], after?.[field]].flat()))
    .filter((each) => typeof each === 'string' && /^[0-9a-f-]{36}$/.test(each));
  const names =
    ids.length === 0
      ? []
      : await read(scopeOf(actor), (reader) =>
          reader.rows<{ id: string; name: string }>(Prisma.sql`SELECT id, name FROM users WHERE id = ANY (${[...new Set(ids)]}::uuid[])`),
        );
  return {
    entries: entries.map(({ actorId: _actor, erased: _erased, ...told }) => told),
    names: Object.fromEntries(names.map(({ id: person, name }) => [person, name])),
    next,
  };
}
