import { newId } from '#lib/platform/identifiers.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import { mailIsSet } from '#lib/platform/mail.ts';
import type { Change } from '#lib/platform/transact.ts';
import type { AccessNotice, NoticeEvent } from './rules.ts';

export const noticeJob = 'access.notice';

/** What the notice is about, by id; what it says is read when it is written. */
type Subject = { 'invitation.accepted': { personId: string } } & Record<'access.requested' | 'access.decided', { requestId: string }> & {
    'membership.expiring': { teamId: string };
    'membership.expired': { teamId: string; role: string };
    'session.new_browser': { sessionId: string };
  };

/**
 * Tells people of what happens in this change, by mail, once it commits. Whether each still may know of it and wants to is read when the mail is
 * written, not now: name whoever it could concern. Where no mail is set up nothing is asked for.
 */
export const tell = <E extends AccessNotice>(
  change: Pick<Change, 'tx'>,
  notice: { event: E; userIds: readonly string[]; subject: Subject[E] },
) => tellBy(change, noticeJob, notice);

/** As `tell`, for a domain above that writes what its notices say: `job` is the name of its job, whose run is a `mailNoticesOf`. */
export async function tellBy(
  { tx }: Pick<Change, 'tx'>,
  job: string,
  notice: { event: NoticeEvent; userIds: readonly string[]; subject: Readonly<Record<string, string>> },
): Promise<void> {
  if (!mailIsSet()) return;
  for (const userId of new Set(notice.userIds)) await enqueueWithin(tx, job, newId(), { ...notice.subject, event: notice.event, userId });
}
