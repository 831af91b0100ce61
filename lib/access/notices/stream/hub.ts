/**
 * Who listens at this server, live. One question a second for all of them finds whose notices came; whoever it was is then told by what they may see at
 * that moment. Events are numbered by the one order of all (`position`), so that a listener who comes back goes on where it was.
 */
import { read } from '#lib/platform/database.ts';
import { log } from '#lib/platform/log.ts';
import { pause } from '#lib/platform/pause.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actingUser } from '../../acting-user.ts';
import { houseScope, scopeOf } from '../../policy.ts';
import { sessionStands } from '../../settings/sql.ts';
import { countUnreadIn, type NotificationRow, notificationColumns, shown } from '../inbox/queries.ts';
import { seenBy } from '../sql.ts';

export type Listener = {
  userId: string;
  sessionId: string;
  /** The place up to which it was told. */
  since: bigint;
  /** Sends text; false where it takes nothing any more. */
  send: (text: string) => boolean;
  close: () => void;
};
type Held = Listener & { turn: Promise<void> };
type Hub = { listeners: Set<Held>; last: bigint; stopping: AbortController; running: boolean };

// Next loads this module more than once: the route that listens and the one that marks as read share one hub.
const holder = globalThis as { gatehouseNoticeHub?: Hub };

/** One person's windows; another is refused. */
export const mostOfOne = 8;
const mostOfAll = 5_000;
const pollEvery = 1_000;
const beatEvery = 15_000;
/** Told at once; whoever missed more is told to look. */
const batch = 50;

function hub(): Hub {
  if (!holder.gatehouseNoticeHub) {
    const opened: Hub = { listeners: new Set(), last: 0n, stopping: new AbortController(), running: false };
    // An open answer would hold the server's stop until it is killed.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => closeAll());
    holder.gatehouseNoticeHub = opened;
  }
  return holder.gatehouseNoticeHub;
}

/** Ends every stream of this server; no other is begun. */
export function closeAll(): void {
  const { listeners, stopping } = hub();
  stopping.abort();
  for (const each of [...listeners]) leave(each);
}

/** For tests alone: as if no server had stopped. */
export function reopen(): void {
  holder.gatehouseNoticeHub = undefined;
}

/** 'full' where this person or this server has as many as they may; 'stopping' where the server ends. */
export function join(listener: Listener): { leave: () => void } | 'full' | 'stopping' {
  const { listeners, stopping } = hub();
  if (stopping.signal.aborted) return 'stopping';
  const own = [...listeners].filter(({ userId }) => userId === listener.userId).length;
  if (own >= mostOfOne || listeners.size >= mostOfAll) return 'full';
  const held: Held = { ...listener, turn: Promise.resolve() };
  listeners.add(held);
  tell(held);
  void run();
  return { leave: () => leave(held) };
}

/** The session is over: the browser is told, so that it does not come back. */
function end(held: Held): void {
  held.send('event: ended\ndata: {}\n\n');
  leave(held);
}

function leave(held: Held): void {
  hub().listeners.delete(held);
  held.close();
}

/** Something of this person's changed here, such as what is read: their windows at this server are told. */
export function nudge(userId: string): void {
  for (const each of hub().listeners) if (each.userId === userId) tell(each);
}

export async function lastPlace(): Promise<bigint> {
  const rows = await read(houseScope(null), (reader) =>
    reader.rows<{ last: string }>(Prisma.sql`SELECT coalesce(max(position), 0)::text AS last FROM notifications`),
  );
  return BigInt(rows[0]?.last ?? 0);
}

/** One after another for each listener, so that nothing is told twice or left out. */
function tell(held: Held): void {
  held.turn = held.turn
    .then(() => catchUp(held))
    .catch((error: unknown) => {
      log.warn({ err: error }, 'a stream of notifications broke off');
      leave(held);
    });
}

async function catchUp(held: Held): Promise<void> {
  const { listeners } = hub();
  if (!listeners.has(held)) return;
  const actor = (await standing([held.sessionId])).has(held.sessionId) ? await actingUser(held.userId) : null;
  if (!actor) return end(held);
  const { rows, last, unread } = await read(scopeOf(actor), async (reader) => ({
    rows: await reader.rows<NotificationRow>(Prisma.sql`
      SELECT ${notificationColumns} FROM notifications n WHERE n.position > ${held.since} AND ${seenBy(actor)} ORDER BY n.position LIMIT ${batch + 1}`),
    last: await reader.rows<{ last: string }>(Prisma.sql`
      SELECT coalesce(max(position), 0)::text AS last FROM notifications WHERE user_id = ${actor.id}::uuid`),
    unread: await countUnreadIn(reader, actor),
  }));
  const seen = rows.length > batch ? [] : rows;
  const parts = seen.map((row) => `id: ${row.position}\nevent: notification\ndata: ${JSON.stringify({ ...shown(row), unread })}\n\n`);
  const place = BigInt(last[0]?.last ?? 0);
  if (place > held.since) held.since = place;
  // The count comes last, and carries the place: also of what one may not see, or saw too much of to be told one by one.
  parts.push(`id: ${held.since}\nevent: unread\ndata: ${JSON.stringify({ unread, more: rows.length > batch })}\n\n`);
  if (!held.send(parts.join(''))) leave(held);
}

/** Which of these sessions hold. */
async function standing(sessionIds: readonly string[]): Promise<Set<string>> {
  const rows = await read(houseScope(null), (reader) =>
    reader.rows<{ id: string }>(Prisma.sql`
      SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ANY (${[...sessionIds]}::uuid[]) AND ${sessionStands} AND u.status = 'active'`),
  );
  return new Set(rows.map(({ id }) => id));
}

/** Looks once a second while anybody listens; with nobody there, it asks nothing. */
async function run(): Promise<void> {
  const here = hub();
  if (here.running) return;
  here.running = true;
  here.last = [...here.listeners].reduce((least, { since }) => (since < least ? since : least), here.last || 2n ** 62n);
  let beat = Date.now();
  while (here.listeners.size > 0 && !here.stopping.signal.aborted) {
    await pause(pollEvery, here.stopping.signal, false);
    await look(here).catch((error: unknown) => log.warn({ err: error }, 'new notifications could not be asked for'));
    if (Date.now() - beat >= beatEvery) {
      beat = Date.now();
      await heartbeat(here).catch((error: unknown) => log.warn({ err: error }, 'sessions of streams could not be asked for'));
    }
  }
  here.running = false;
  here.last = 0n;
}

async function look(here: Hub): Promise<void> {
  const rows = await read(houseScope(null), (reader) =>
    reader.rows<{ user_id: string; last: string }>(Prisma.sql`
      SELECT user_id, max(position)::text AS last FROM notifications WHERE position > ${here.last} GROUP BY user_id`),
  );
  for (const { user_id: userId, last } of rows) {
    if (BigInt(last) > here.last) here.last = BigInt(last);
    nudge(userId);
  }
}

/** Keeps connections open, and ends those whose session ended. */
async function heartbeat({ listeners }: Hub): Promise<void> {
  const stand = await standing([...new Set([...listeners].map(({ sessionId }) => sessionId))]);
  for (const each of [...listeners]) {
    if (!stand.has(each.sessionId)) end(each);
    else if (!each.send(': still here\n\n')) leave(each);
  }
}
