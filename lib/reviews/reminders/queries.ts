/** What of reviews is due and waits for somebody: reviews for those who have not decided, tasks for whoever owns them. */
import type { DueThing, ReminderSource } from '#lib/access/notices/reminders/commands.ts';
import { houseScope } from '#lib/access/policy.ts';
import { read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';

type Row = {
  id: string;
  due_at: Date;
  team_id: string;
  asset_id: string | null;
  title: string;
  review_id: string;
  since: Date;
  people: { id: string; since: string }[];
};

const thingOf =
  (word: string) =>
  ({ id, due_at: dueAt, team_id: teamId, asset_id: assetId, title, review_id: reviewId, since, people }: Row): DueThing => ({
    ...{ id, dueAt, teamId, assetId, since, thing: `${word} “${title}”`, href: `/reviews/${reviewId}` },
    people: people.map((each) => ({ id: each.id, since: new Date(each.since) })),
  });

/** A seat that nobody took waits for all who hold its role there. */
const waitingFor = Prisma.sql`
  SELECT coalesce(json_agg(json_build_object('id', w.id, 'since', w.since)), '[]') FROM (
    SELECT p.id, min(p.since) AS since FROM (
      SELECT s.user_id AS id, s.assigned_at AS since FROM review_seats s WHERE s.review_id = r.id AND s.released_at IS NULL AND s.user_id IS NOT NULL
      UNION ALL
      SELECT m.user_id, greatest(s.assigned_at, m.created_at) FROM review_seats s JOIN memberships m ON m.team_id = r.team_id AND m.role = s.role
        AND (m.expires_at IS NULL OR m.expires_at > now())
      WHERE s.review_id = r.id AND s.released_at IS NULL AND s.user_id IS NULL
      UNION ALL
      SELECT u.id, s.assigned_at FROM review_seats s JOIN users u ON u.org_role = s.role
      WHERE s.review_id = r.id AND s.released_at IS NULL AND s.user_id IS NULL) p
    WHERE NOT EXISTS (SELECT FROM review_votes v WHERE v.review_id = r.id AND v.round = r.round AND v.user_id = p.id)
    GROUP BY p.id) w`;

const rowsOf = (query: Prisma.Sql) => read(houseScope(null), (reader) => reader.rows<Row>(query));
const next = (column: Prisma.Sql, after: string | null) => (after ? Prisma.sql`AND ${column} > ${after}::uuid` : Prisma.empty);

export const dueReviews: ReminderSource = {
  subject: 'review',
  event: 'review.due',
  escalation: 'review.escalated',
  listDue: async (from, to, after, limit) => {
    const rows = await rowsOf(Prisma.sql`
      SELECT r.id, r.due_at, r.team_id, r.asset_id, r.title, r.id AS review_id, r.requested_at AS since, (${waitingFor}) AS people
      FROM reviews r WHERE r.status = 'open' AND r.due_at BETWEEN ${from} AND ${to} ${next(Prisma.sql`r.id`, after)} ORDER BY r.id LIMIT ${limit}`);
    return rows.map(thingOf('The review'));
  },
};

export const dueTasks: ReminderSource = {
  subject: 'review_task',
  event: 'task.due',
  // A task that is missed opens its review again, and that is told.
  escalation: null,
  listDue: async (from, to, after, limit) => {
    const rows = await rowsOf(Prisma.sql`
      SELECT t.id, t.due_at, t.team_id, r.asset_id, t.title, t.review_id, t.created_at AS since,
        json_build_array(json_build_object('id', t.owner_id, 'since', t.created_at)) AS people
      FROM review_tasks t JOIN reviews r ON r.id = t.review_id
      WHERE t.done_at IS NULL AND r.status <> 'withdrawn' AND t.due_at BETWEEN ${from} AND ${to} ${next(Prisma.sql`t.id`, after)} ORDER BY t.id LIMIT ${limit}`);
    return rows.map(thingOf('Your task'));
  },
};
