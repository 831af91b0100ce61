import { now } from '#lib/platform/clock.ts';
import { newId } from '#lib/platform/identifiers.ts';
import type { Change } from '#lib/platform/transact.ts';
import { type AccessNotice, type NoticeEvent, noticeLabels, outsideWords } from './rules.ts';

/** What a notice of access is about, by id; what it says is read when it is written. */
type Ids = { 'invitation.accepted': { personId: string } } & Record<'access.requested' | 'access.decided', { requestId: string }> & {
    'membership.expiring': { teamId: string };
    'membership.expired': { teamId: string; role: string };
    'session.new_browser': { sessionId: string };
  };

const subjects: { [E in AccessNotice]: { type: string; id: keyof Ids[E] } } = {
  'invitation.accepted': { type: 'user', id: 'personId' },
  'access.requested': { type: 'access_request', id: 'requestId' },
  'access.decided': { type: 'access_request', id: 'requestId' },
  'membership.expiring': { type: 'team', id: 'teamId' },
  'membership.expired': { type: 'team', id: 'teamId' },
  'session.new_browser': { type: 'session', id: 'sessionId' },
};

/**
 * Tells people of what happens in this change to access, once it commits. Whether each still may know of it, and wants it by mail, is read when it is
 * written, not now: name whoever it could concern.
 * @param key what makes it the same, where what it is about is not enough
 * @param teamId whose it is, where only who may read or decide there hears of it
 */
export async function tell<E extends AccessNotice>(
  change: Pick<Change, 'tx'>,
  {
    event,
    userIds,
    ids,
    key = '',
    teamId = null,
  }: { event: E; userIds: readonly string[]; ids: Ids[E]; key?: string; teamId?: string | null },
): Promise<void> {
  const { type, id } = subjects[event];
  const subject = { type, id: String(ids[id]) };
  await tellWritten(change, { event, key: `${subject.id} ${key}`.trim(), teamId, assetId: null, subject, ids, to: userIds });
}

/** As `notify`, for what is written for each reader: `ids` is what its writer (see `writesNotices`) is given. Whoever acts is told as well. */
export const tellWritten = ({ tx }: Pick<Change, 'tx'>, notice: Omit<Filed, 'title' | 'body' | 'href'>): Promise<void> =>
  file(tx, [{ ...notice, title: '', href: '' }]);

/** Something that happened, as people and webhooks are told of it. */
export type Told = {
  event: NoticeEvent;
  /**
   * What makes it the same event, among those of this name: nobody is told twice under one event and key, ever. Such as the review's id and its round.
   */
  key: string;
  /** Whose it is, now: who may not read there at the moment of telling hears nothing, and sees nothing of it later. Null for one's own affairs. */
  teamId: string | null;
  /** The asset that it is about, if any, of that team: the notice follows it to another team. */
  assetId: string | null;
  subject: { type: string; id: string | null };
  /** One line that says what happened, with names: "Mira Okafor asks you to review fraud-scorer 3.1". */
  title: string;
  /** More of it, in plain text; lines end a paragraph. */
  body?: string;
  /** The page that it leads to, within the house: "/reviews/…". */
  href: string;
  /** Whom it could concern. Whether each may see it and wants it by mail is judged when they are told. May be nobody: webhooks hear of it all the same. */
  to: readonly string[];
  /** What webhooks are told beside: ids and words, never what a member of the team may not read, never personal data. */
  data?: Readonly<Record<string, unknown>>;
};

const longestTitle = 300;
const longestBody = 4000;

/**
 * Tells people and webhooks of what happens in this change: in their inbox, live, by mail as each chose, once it commits, and never otherwise. Give many
 * at once where there are many: it is one statement. Whoever acts is not told of what they do themself.
 */
export async function notify({ tx, act }: Pick<Change, 'tx' | 'act'>, ...notices: readonly Told[]): Promise<void> {
  await file(
    tx,
    notices.map((notice) => ({ ...notice, to: notice.to.filter((id) => id !== act.actorId), ids: {} })),
  );
}

type Filed = Told & { ids: Readonly<Record<string, string>> };

async function file(tx: Change['tx'], notices: readonly Filed[]): Promise<void> {
  if (notices.length === 0) return;
  const items = notices.map(({ event, key, teamId, assetId, subject, title, body = '', href, to, ids, data = {} }) => ({
    ...{ event, href, ids, key: `${event} ${key}`, team_id: teamId, asset_id: assetId, subject_type: subject.type, subject_id: subject.id },
    ...{ title: title.slice(0, longestTitle), body: body.slice(0, longestBody), outward: !noticeLabels[event].personal },
    people: [...new Set(to)].map((userId) => ({ id: newId(), user_id: userId })),
    payload: {
      type: event,
      timestamp: now().toISOString(),
      data: { title: title || outsideWords(event), subject, teamId, assetId, path: href || null, ...data },
    },
  }));
  await tx.$executeRaw`SELECT file_notices(${JSON.stringify(items)}::jsonb)`;
}

/** Forgets what a person was told, and their name in what others and webhooks were. */
export async function eraseFromNotices(
  { tx }: Pick<Change, 'tx'>,
  { id, name }: { id: string; name: string },
  instead: string,
): Promise<void> {
  await tx.$executeRaw`DELETE FROM notifications WHERE user_id = ${id}::uuid`;
  await tx.$executeRaw`DELETE FROM notice_mails WHERE user_id = ${id}::uuid`;
  await tx.$executeRaw`
    UPDATE notifications SET title = replace(title, ${name}, ${instead}), body = replace(body, ${name}, ${instead})
    WHERE strpos(title, ${name}) > 0 OR strpos(body, ${name}) > 0`;
  // As it stands within JSON, where quotes and backslashes are escaped.
  const [told, then] = [name, instead].map((text) => JSON.stringify(text).slice(1, -1));
  await tx.$executeRaw`
    UPDATE webhook_deliveries SET payload = replace(payload::text, ${told}, ${then})::jsonb WHERE strpos(payload::text, ${told}) > 0`;
}
