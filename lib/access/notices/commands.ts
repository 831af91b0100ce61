import { newId } from '#lib/platform/identifiers.ts';
import { enqueueWithin } from '#lib/platform/jobs.ts';
import { mailIsSet } from '#lib/platform/mail.ts';
import type { Change } from '#lib/platform/transact.ts';
import type { NoticeEvent } from './rules.ts';

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
export async function tell<E extends NoticeEvent>(
  { tx }: Pick<Change, 'tx'>,
  notice: { event: E; userIds: readonly string[]; subject: Subject[E] },
): Promise<void> {
  if (!mailIsSet()) return;
  for (const userId of new Set(notice.userIds))
    await enqueueWithin(tx, noticeJob, newId(), { event: notice.event, userId, ...notice.subject });
}
