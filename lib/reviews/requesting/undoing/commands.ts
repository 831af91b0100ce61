/** Taking back many reviews that were asked for at once. */
import { type Actor, scopeOf } from '#lib/access/policy.ts';
import type { Act } from '#lib/platform/audit.ts';
import { now } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { transact } from '#lib/platform/transact.ts';
import { countLeft, undoWindow } from '../rules.ts';
import type { ReviewsUndone } from '../schema.ts';

type Row = { id: string; team_id: string; title: string; requested_at: Date; status: string; touched: boolean };

/**
 * Withdraws what one request of many asked for, ten minutes long, by whoever made it. What somebody has answered, said, attached, decided or withdrawn since stays.
 * @throws AppError `not_found`, `conflict` for an older one
 */
export async function undoRequest(actor: Actor, act: Act, operationId: string): Promise<ReviewsUndone> {
  return transact(
    scopeOf(actor, 'review.request'),
    act,
    'review.withdrawn',
    async (change) => {
      const { tx } = change;
      const at = now();
      const rows = await tx.$queryRaw<Row[]>`
        SELECT r.id, r.team_id, r.title, r.requested_at, r.status,
          EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id) OR EXISTS (SELECT FROM review_answers w WHERE w.review_id = r.id)
            OR EXISTS (SELECT FROM review_comments c WHERE c.review_id = r.id) OR EXISTS (SELECT FROM review_files f WHERE f.review_id = r.id) AS touched
        FROM reviews r WHERE r.cause = 'bulk' AND r.cause_ref = ${operationId} AND r.requested_by = ${actor.id}::uuid ORDER BY r.id FOR UPDATE`;
      const [first] = rows;
      if (!first) throw new AppError('not_found', 'There is no such request of yours to undo.');
      if (at.getTime() - first.requested_at.getTime() > undoWindow)
        throw new AppError('conflict', 'A request can be undone for ten minutes. This one is older.');
      const open = rows.filter(({ status, touched }) => status === 'open' && !touched);
      await tx.$executeRaw`
        UPDATE reviews SET status = 'withdrawn', decided_at = ${at}, version = version + 1, updated_at = ${at} WHERE id = ANY (${open.map(({ id }) => id)}::uuid[])`;
      await change.record(
        ...open.map(({ id, team_id: teamId }) => ({
          ...{ event: 'review.withdrawn' as const, targetType: 'review', targetId: id, teamId },
          ...{ before: { status: 'open' }, after: { status: 'withdrawn' } },
        })),
      );
      if (open.length === 0) change.unchanged();
      const left = rows.flatMap(({ status, touched, title }) =>
        status !== 'open'
          ? [{ why: 'It was decided or withdrawn meanwhile.', name: title }]
          : touched
            ? [{ why: 'Somebody has worked on it meanwhile.', name: title }]
            : [],
      );
      return { changed: open.length, left: countLeft(left) };
    },
    { limit: 60_000 },
  );
}
