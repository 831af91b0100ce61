import { Prisma } from '#prisma/generated/client.ts';

/**
 * Does an approval `p` hold at a moment? It was not lost, its time has not passed, no change upstream waits to be judged that may strike it, and none of its
 * conditions was missed: whatever of that was written down by then. The one word on it, for gates, pages and the command line.
 */
export function isFresh(at: Date): Prisma.Sql {
  const moment = Prisma.sql`${at.toISOString()}::timestamptz`;
  return Prisma.sql`(p.status = 'fresh' AND p.valid_until > ${moment} AND NOT approval_in_doubt(p.id)
    AND NOT EXISTS (SELECT FROM review_tasks k JOIN reviews q ON q.id = k.review_id AND q.round = k.round
      WHERE k.review_id = p.review_id AND q.status = 'conditions' AND k.done_at IS NULL AND k.due_at <= ${moment}))`;
}
