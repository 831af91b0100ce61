/**
 * Sending the mails of notices, each once. A mail is claimed for some minutes, so that no other server takes it; it counts as sent from the moment its
 * last piece goes out (see `sendOnce`). A process that was killed before that left a claim that runs out, and the mail is sent then; one that was killed
 * after it left a mail that is not sent again.
 */
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';
import type { JobIds } from '#lib/platform/jobs.ts';
import { log } from '#lib/platform/log.ts';
import { isRefusedForGood, type Mail, mailIsSet, sendOnce } from '#lib/platform/mail.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { actingUser } from '../../acting-user.ts';
import { type Actor, houseScope } from '../../policy.ts';
import { houseChange } from '../house.ts';
import { maySee } from '../policy.ts';
import { choicesOf, writerOf } from '../queries.ts';
import { modeOf, type NoticeEvent, noticeLabels } from '../rules.ts';
import { givenUpAfter, type MailedNotice, mailOfMany, mailOfOne, waitAfter } from './rules.ts';

const atOnce = 5;
/** For how long, in milliseconds, a claim holds: longer than the slowest conversation with a mail server. */
export const claimHolds = 5 * 60_000;

type Claimed = { id: string; userId: string; digest: boolean; attempts: number; createdAt: Date };

/** Sends what is due, five at a time, until nothing is; returns how many went out. Where the server takes none, the rest waits for its time. */
export async function sendDueMails(): Promise<number> {
  if (!mailIsSet()) return 0;
  for (let sent = 0; ; ) {
    const claimed = await claim();
    const outcomes = await Promise.all(claimed.map(send));
    sent += outcomes.filter((each) => each === 'sent').length;
    if (claimed.length < atOnce || outcomes.every((each) => each === 'waiting')) return sent;
  }
}

const claim = (): Promise<Claimed[]> =>
  houseChange(
    ({ tx }) => tx.$queryRaw<Claimed[]>`
      UPDATE notice_mails SET attempts = attempts + 1, next_at = ${new Date(now().getTime() + claimHolds)}
      WHERE id IN (SELECT id FROM notice_mails WHERE status = 'waiting' AND next_at <= ${now()} ORDER BY next_at, id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
      RETURNING id, user_id AS "userId", digest, attempts, created_at AS "createdAt"`,
  );

/** Says what became of a mail, where it is still this claim's to say. */
async function mark(
  { id, attempts }: Claimed,
  from: 'waiting' | 'handed',
  to: 'waiting' | 'handed' | 'sent' | 'dropped' | 'failed',
  error: string | null = null,
) {
  const [done, next] = [['waiting', 'handed'].includes(to) ? null : now(), new Date(now().getTime() + waitAfter(attempts))];
  const count = await houseChange(
    ({ tx }) => tx.$executeRaw`
      UPDATE notice_mails SET status = ${to}, done_at = ${done}, last_error = ${error}, next_at = ${to === 'waiting' ? next : Prisma.sql`next_at`}
      WHERE id = ${id}::uuid AND status = ${from} AND attempts = ${attempts}`,
  );
  if (count === 0) throw new Error('This mail was claimed by another sender.');
}

async function send(claimed: Claimed): Promise<'sent' | 'dropped' | 'waiting' | 'failed'> {
  let at: 'waiting' | 'handed' = 'waiting';
  try {
    const mail = await composed(claimed);
    if (!mail) {
      await mark(claimed, 'waiting', 'dropped');
      return 'dropped';
    }
    await sendOnce(mail, claimed.id, async () => {
      await mark(claimed, 'waiting', 'handed');
      at = 'handed';
    });
    await mark(claimed, 'handed', 'sent');
    return 'sent';
  } catch (error) {
    const late = now().getTime() - claimed.createdAt.getTime() > givenUpAfter;
    const to = late || isRefusedForGood(error) ? 'failed' : 'waiting';
    log.warn({ err: error, mail: claimed.id, attempts: claimed.attempts }, 'a mail did not go out');
    await mark(claimed, at, to, error instanceof Error ? error.message.slice(0, 500) : 'unknown').catch((lost: unknown) =>
      log.warn({ err: lost, mail: claimed.id }, 'what became of a mail could not be noted'),
    );
    return to;
  }
}

type Row = {
  event: NoticeEvent;
  teamId: string | null;
  subjectId: string | null;
  title: string;
  body: string;
  href: string;
  ids: JobIds;
  readAt: Date | null;
};

/** What the mail says at this moment, or null where nothing is left to say to this person. */
async function composed({ id, userId, digest }: Claimed): Promise<Mail | null> {
  const reader = await actingUser(userId);
  const choices = (await choicesOf([userId])).get(userId) ?? {};
  if (!reader) return null;
  const rows = await read(houseScope(null), (within) =>
    within.rows<Row>(Prisma.sql`
      SELECT event, team_id AS "teamId", subject_id AS "subjectId", title, body, href, ids, read_at AS "readAt"
      FROM notifications WHERE mail_id = ${id}::uuid ORDER BY position`),
  );
  const wanted = rows.filter((row) => maySee(reader, row) && modeOf(choices, row.event) !== 'off' && !(digest && row.readAt));
  const notices: MailedNotice[] = [];
  for (const row of wanted) notices.push(...(await noticeOf(row, reader)));
  const [first] = notices;
  if (!first) return null;
  const house = env().GATEHOUSE_URL;
  const text = digest || notices.length > 1 ? mailOfMany(reader.name, notices, digest, house) : mailOfOne(reader.name, first, house);
  return { to: { name: reader.name, address: reader.email }, ...text };
}

/** As it stands now: what no longer holds is left out. */
async function noticeOf({ event, title, body, href, ids, subjectId }: Row, reader: Actor): Promise<MailedNotice[]> {
  const { group } = noticeLabels[event];
  const writer = writerOf(event);
  if (!writer) return [{ group, subject: title, paragraphs: body.split('\n\n').filter(Boolean), path: href }];
  const content = await writer(reader, { ...ids, subjectId: subjectId ?? '' });
  return content ? [{ group, ...content }] : [];
}
