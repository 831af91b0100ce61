import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#lib/platform/cursor.ts';
import { type Reader, read } from '#lib/platform/database.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { type Actor, scopeOf } from '../../policy.ts';
import { type NoticeEvent, noticeLabels } from '../rules.ts';
import { seenBy } from '../sql.ts';
import type { Inbox, InboxPage, Notification } from './schema.ts';

/** What is unread is counted so far, and no further. */
export const mostCounted = 100;

export type NotificationRow = {
  id: string;
  event: NoticeEvent;
  title: string;
  body: string;
  href: string;
  team_name: string | null;
  created_at: Date;
  exact: string;
  read_at: Date | null;
  position: string | null;
};

export const notificationColumns = Prisma.sql`
  n.id, n.event, n.title, n.body, n.href, (SELECT name FROM teams WHERE id = n.team_id) AS team_name, n.created_at, n.created_at::text AS exact,
  n.read_at, n.position::text`;

export const shown = (row: NotificationRow): Notification => ({
  ...{ id: row.id, event: row.event, group: noticeLabels[row.event].group, title: row.title, body: row.body, href: row.href },
  ...{ teamName: row.team_name, createdAt: row.created_at.toISOString(), readAt: row.read_at?.toISOString() ?? null },
});

export async function countUnreadIn(reader: Reader, actor: Actor): Promise<number> {
  const [row] = await reader.rows<{ unread: number }>(Prisma.sql`
    SELECT count(*)::int AS unread FROM (SELECT FROM notifications n WHERE n.read_at IS NULL AND ${seenBy(actor)} LIMIT ${mostCounted}) AS counted`);
  return row?.unread ?? 0;
}

/** How many one has not read, to 100, of what one may see. */
export const countUnread = (actor: Actor): Promise<number> => read(scopeOf(actor), (reader) => countUnreadIn(reader, actor));

/** A page of the inbox. @throws AppError `invalid` for a cursor that is not one of ours */
export async function listInbox(actor: Actor, { which, after, limit }: InboxPage): Promise<z.output<typeof Inbox>> {
  const [at, id] = after ? decodeCursor(after, 'after', 'at', ['time', 'id']) : [];
  const bound = at ? Prisma.sql`AND (n.created_at, n.id) < (${String(at)}::timestamptz, ${id}::uuid)` : Prisma.empty;
  const unreadAlone = which === 'unread' ? Prisma.sql`AND n.read_at IS NULL` : Prisma.empty;
  return read(scopeOf(actor), async (reader) => {
    const rows = await reader.rows<NotificationRow>(Prisma.sql`
      SELECT ${notificationColumns} FROM notifications n WHERE ${seenBy(actor)} ${unreadAlone} ${bound}
      ORDER BY n.created_at DESC, n.id DESC LIMIT ${limit + 1}`);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? encodeCursor({ sort: 'at', values: [last.exact, last.id] }) : null;
    return { notifications: page.map(shown), next, unread: await countUnreadIn(reader, actor) };
  });
}
