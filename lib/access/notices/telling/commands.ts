/** From what a change filed to what people are told: written for its reader, placed in the one order of all, and planned as mail. */
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { JobIds } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { mailIsSet } from '#lib/platform/mail.ts';
import type { Change } from '#lib/platform/transact.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actingUser } from '../../acting-user.ts';
import { type Actor, houseScope } from '../../policy.ts';
import { houseChange } from '../house.ts';
import { maySee } from '../policy.ts';
import { choicesOf, writerOf } from '../queries.ts';
import { type MailMode, modeOf, type NoticeChoices, type NoticeEvent, nextDigest, usualDigest } from '../rules.ts';

const batch = 500;
/** What cannot be written for so long, in milliseconds, is given up. */
const longestTrying = 60 * 60_000;
/** More than so many of one kind for one person at a time go in one mail. */
const apartAtMost = 3;

type Filed = {
  id: string;
  userId: string;
  event: NoticeEvent;
  teamId: string | null;
  subjectId: string | null;
  title: string;
  body: string;
  href: string;
  ids: JobIds;
  createdAt: Date;
};
type Written = Filed & { mode: MailMode; reader: Actor | null };

/** Tells what was filed and committed since, at most 500 at a time; returns how many. Several servers may do it at once: each notice is told once. */
export async function tellFiled(): Promise<number> {
  const filed = await read(houseScope(null), (reader) =>
    reader.rows<Filed>(Prisma.sql`
      SELECT id, user_id AS "userId", event, team_id AS "teamId", subject_id AS "subjectId", title, body, href, ids, created_at AS "createdAt"
      FROM notifications WHERE position IS NULL ORDER BY created_at, id LIMIT ${batch}`),
  );
  if (filed.length === 0) return 0;
  const userIds = [...new Set(filed.map(({ userId }) => userId))];
  const choices = await choicesOf(userIds);
  const readers = new Map<string, Actor | null>();
  for (const id of userIds) readers.set(id, await actingUser(id));
  const [written, gone]: [Written[], string[]] = [[], []];
  for (const each of filed) {
    const outcome = await write(each, readers.get(each.userId) ?? null, choices.get(each.userId) ?? {});
    if (outcome === 'gone') gone.push(each.id);
    else if (outcome !== 'later') written.push(outcome);
  }
  await houseChange((change) => place(change, written, gone, choices));
  return written.length + gone.length;
}

/** 'gone' where it is nothing for this reader, or no longer holds; 'later' where it could not be written now. */
async function write(filed: Filed, reader: Actor | null, choices: NoticeChoices): Promise<Written | 'gone' | 'later'> {
  const sees = reader !== null && maySee(reader, filed);
  const writer = writerOf(filed.event);
  try {
    if (!sees) return filed.title === '' ? 'gone' : { ...filed, reader, mode: 'off' };
    const mode = mailIsSet() ? modeOf(choices, filed.event) : 'off';
    if (!writer) return { ...filed, reader, mode };
    const content = await writer(reader, { ...filed.ids, subjectId: filed.subjectId ?? '' });
    if (!content) return 'gone';
    const own = { title: content.subject.slice(0, 300), body: content.paragraphs.join('\n\n').slice(0, 4000), href: content.path };
    return { ...filed, ...(filed.title === '' && own), reader, mode };
  } catch (error) {
    log.warn({ err: error, notification: filed.id, event: filed.event }, 'a notice could not be written');
    return now().getTime() - filed.createdAt.getTime() > longestTrying ? 'gone' : 'later';
  }
}

async function place(
  { tx }: Pick<Change, 'tx'>,
  written: readonly Written[],
  gone: readonly string[],
  choices: Map<string, NoticeChoices>,
) {
  // One server at a time, to the end of its transaction: whoever has seen a place has seen all before it.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.notices.places'))`;
  if (gone.length > 0) await tx.$executeRaw`DELETE FROM notifications WHERE id = ANY (${gone}::uuid[]) AND position IS NULL`;
  const ids = written.map(({ id }) => id);
  const open = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM notifications WHERE id = ANY (${ids}::uuid[]) AND position IS NULL`;
  const still = new Set(open.map(({ id }) => id));
  const told = written.filter(({ id }) => still.has(id));
  if (told.length === 0) return;
  const places = await tx.$queryRaw<
    { place: bigint }[]
  >`SELECT nextval('notification_positions') AS place FROM generate_series(1, ${told.length})`;
  const order = places.map(({ place: each }) => each).sort((a, b) => (a < b ? -1 : 1));
  const mails = await planMails(tx, told, choices);
  const rows = told.map(({ id, title, body, href }, at) => ({
    id,
    title,
    body,
    href,
    position: String(order[at]),
    mail_id: mails.get(id) ?? null,
  }));
  await tx.$executeRaw`
    UPDATE notifications n SET position = w.position, title = w.title, body = w.body, href = w.href, mail_id = w.mail_id
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS w (id uuid, title text, body text, href text, position bigint, mail_id uuid)
    WHERE n.id = w.id`;
}

/** In which mail each of them goes: one of its own, one of many of a kind, or the person's next digest. */
async function planMails(tx: Change['tx'], told: readonly Written[], choices: Map<string, NoticeChoices>): Promise<Map<string, string>> {
  const at = now();
  const planned = new Map<string, string>();
  const mails: { id: string; user_id: string }[] = [];
  const kinds = Map.groupBy(
    told.filter(({ mode }) => mode === 'now'),
    ({ userId, event }) => `${userId} ${event}`,
  );
  for (const together of kinds.values()) {
    const one = newId();
    for (const { id, userId } of together) {
      const mail = together.length > apartAtMost ? one : newId();
      if (mails.at(-1)?.id !== mail) mails.push({ id: mail, user_id: userId });
      planned.set(id, mail);
    }
  }
  await tx.$executeRaw`
    INSERT INTO notice_mails (id, user_id, due_at, next_at)
    SELECT id, user_id, ${at}, ${at} FROM jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) AS m (id uuid, user_id uuid)`;
  const digests = new Map<string, string>();
  for (const { id, userId, reader, mode } of told) {
    if (mode !== 'digest' || !reader) continue;
    if (!digests.has(userId)) {
      const due = nextDigest(at, choices.get(userId)?.digest ?? usualDigest, reader.timeZone);
      const [mail] = await tx.$queryRaw<{ id: string }[]>`
        INSERT INTO notice_mails (id, user_id, digest, due_at, next_at) VALUES (${newId()}::uuid, ${userId}::uuid, true, ${due}, ${due})
        ON CONFLICT (user_id, due_at) WHERE digest DO UPDATE SET due_at = excluded.due_at RETURNING id`;
      if (mail) digests.set(userId, mail.id);
    }
    const mail = digests.get(userId);
    if (mail) planned.set(id, mail);
  }
  return planned;
}
