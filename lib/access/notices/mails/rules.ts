/** How mails of notices read, and when one that did not go out is tried again. Pure. */
import { formatMail, type NoticeGroup, noticeGroups } from '../rules.ts';

export type MailedNotice = { group: NoticeGroup; subject: string; paragraphs: readonly string[]; call?: string; path: string };

const minute = 60_000;
/** Milliseconds to wait after each failed attempt, the last one again and again. */
const waits = [10_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 20 * minute, 30 * minute, 60 * minute];
/** A mail that nobody took for three days is given up: its notices stand in the inbox. */
export const givenUpAfter = 3 * 24 * 60 * minute;

/** @param attempts made so far, 1 or more */
export const waitAfter = (attempts: number): number => waits[Math.min(attempts, waits.length) - 1] ?? 60 * minute;

/** The mail of one notice. */
export function mailOfOne(name: string, { subject, paragraphs, call, path }: MailedNotice, house: string) {
  const text = [...paragraphs, ...(call ? [call] : []), `${house}${path}`, choice(house)];
  return { subject, text: formatMail(name, text, house) };
}

/** The mail of many: by group, each with its address. */
export function mailOfMany(name: string, notices: readonly MailedNotice[], digest: boolean, house: string) {
  const groups = Map.groupBy(notices, ({ group }) => group);
  const parts = [...groups].flatMap(([group, within]) => [
    noticeGroups[group].label.toUpperCase(),
    ...within.map(({ subject, path }) => `• ${subject}\n  ${house}${path}`),
  ]);
  const count = notices.length === 1 ? '1 notification' : `${notices.length} notifications`;
  const subject = digest ? `Your digest: ${count}` : `${count} from Gatehouse`;
  return { subject, text: formatMail(name, [...parts, `All of them: ${house}/inbox`, choice(house)], house) };
}

const choice = (house: string) => `What you are told of is your choice: ${house}/settings/notifications`;
