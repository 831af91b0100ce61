import { database } from '#lib/platform/database.ts';
import { env } from '#lib/platform/env.ts';
import { enqueue, type Run } from '#lib/platform/jobs.ts';
import { mailIsSet, sendMail } from '#lib/platform/mail.ts';
import { noticeJob } from './commands.ts';
import { accessContents, findNotice, type NoticeContents } from './queries.ts';
import { formatMail, noticeEvents } from './rules.ts';

/** A job's run that mails one notice to one person, unless they may not know of it, do not want it, or it no longer holds. */
export const mailNoticesOf =
  (contents: NoticeContents) =>
  async ({ ids }: Run): Promise<void> => {
    const event = noticeEvents.find((each) => each === ids['event']);
    const notice = event && (await findNotice(event, ids['userId'] ?? '', ids, contents));
    if (!notice) return;
    const house = env().GATEHOUSE_URL;
    const paragraphs = [...notice.paragraphs, `${house}${notice.path}`, `What you are told of is your choice: ${house}/settings`];
    await sendMail({ to: notice.to, subject: notice.subject, text: formatMail(notice.to.name, paragraphs, house) });
  };

export const mailNotice = mailNoticesOf(accessContents);

/** So many days before a role ends its holder is told. */
const daysAhead = 3;

/** Once a day: who holds a role that ends in three days. The job's key is the role and its day, so that a second run tells nobody twice. */
export async function tellOfExpiring(): Promise<void> {
  if (!mailIsSet()) return;
  const { rows } = await database().pool.query<{ team_id: string; user_id: string; day: string }>(
    `SELECT team_id, user_id, (expires_at AT TIME ZONE 'UTC')::date::text AS day FROM memberships
     WHERE (expires_at AT TIME ZONE 'UTC')::date = (now() AT TIME ZONE 'UTC')::date + $1::int`,
    [daysAhead],
  );
  for (const { team_id: teamId, user_id: userId, day } of rows)
    await enqueue(noticeJob, `membership.expiring ${teamId} ${userId} ${day}`, { event: 'membership.expiring', userId, teamId });
}
