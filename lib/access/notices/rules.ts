/** What people are told of, in the application and by mail, and how it reads. Browser-safe. */
import { addDays, dayOf, hourOf, weekdayOf } from '#lib/platform/day-rules.ts';

/** What people want told at once, in a digest, or not by mail: chosen for a group at a time. */
export const noticeGroups = {
  reviews: { label: 'Reviews', hint: 'What you are asked to look at, what you asked for, and what was said about it.' },
  due: { label: 'Due and overdue', hint: 'Reminders of reviews and tasks: before, on and after the day.' },
  gates: { label: 'Approvals and gates', hint: 'Approvals that go stale, promotions and waivers.' },
  risks: { label: 'Acceptances of risks', hint: 'Asked for, decided, ending and ended.' },
  access: { label: 'Access', hint: 'Requests, invitations, roles that end, and sign-ins.' },
  house: { label: 'The house itself', hint: 'What an administrator should look at, and webhooks that fail.' },
} as const;
export type NoticeGroup = keyof typeof noticeGroups;
export const noticeGroupNames = Object.keys(noticeGroups) as NoticeGroup[];

type Described = {
  group: NoticeGroup;
  label: string;
  hint: string;
  /** What it is called where it is told to systems, if that is another. */
  outside?: string;
  /** What its reader must hold, in its team or, of one without a team, in the whole organisation. Where nothing is said, what is a team's takes `asset.read`. */
  needs?: 'member.manage' | 'person.read' | 'settings.manage' | 'webhook.manage';
  /** For people alone: about one's own account or choices. No webhook hears of it. */
  personal?: true;
};

/** What happens that people may want to hear of, and webhooks. Each is really told; a new one is added here by the domain that tells it. */
const described = {
  'review.requested': { group: 'reviews', label: 'A review was asked for', hint: 'To whom it concerns.' },
  'review.assigned': {
    group: 'reviews',
    label: 'You are asked to decide in a review',
    outside: 'Somebody is asked to decide in a review',
    hint: 'Or it waits for somebody of your role to take it.',
  },
  'review.decided': {
    group: 'reviews',
    label: 'A review was decided',
    hint: 'Where you asked for it, own what it is about, or decided in it.',
  },
  'review.changes_requested': {
    group: 'reviews',
    label: 'A review asks for changes',
    hint: 'Where you asked for it, or own what it is about.',
  },
  'review.reopened': { group: 'reviews', label: 'A review was opened again', hint: 'After changes, or because a task of it was missed.' },
  'review.withdrawn': { group: 'reviews', label: 'A review was withdrawn', hint: 'Where you were asked to decide in it.' },
  'review.delegated': {
    group: 'reviews',
    label: 'A review was handed on to you',
    outside: 'A review was handed on',
    hint: 'Because somebody is away, or assigned it anew.',
  },
  'review.commented': { group: 'reviews', label: 'Somebody commented on a review', hint: 'Where you take part in it.' },
  'review.mentioned': {
    group: 'reviews',
    label: 'Somebody mentioned you',
    outside: 'Somebody was mentioned in a comment',
    hint: 'In a comment on a review.',
  },
  'task.assigned': {
    group: 'reviews',
    label: 'You got a task',
    outside: 'A task was given',
    hint: 'A condition of an approval, for you to meet.',
  },
  'task.done': { group: 'reviews', label: 'A task was done', hint: 'A condition of an approval that you gave or asked for.' },
  'review.due': {
    group: 'due',
    label: 'A review of yours is due',
    outside: 'A review is due',
    hint: 'Before, on and after the day, while it waits for you.',
  },
  'review.escalated': { group: 'due', label: 'A review is overdue', hint: 'To the leads of its team.' },
  'task.due': {
    group: 'due',
    label: 'A task of yours is due',
    outside: 'A task is due',
    hint: 'Before, on and after the day, until it is done.',
  },
  'task.missed': { group: 'due', label: 'A task was missed', hint: 'To whoever owns it, and to the leads of its team.' },
  'approval.stale': { group: 'gates', label: 'An approval went stale', hint: 'Where you own the asset or asked for the review.' },
  'approval.expiring': { group: 'gates', label: 'An approval ends soon', hint: 'Where you own the asset or asked for the review.' },
  'asset.promoted': { group: 'gates', label: 'An asset went to another stage', hint: 'Where you own it.' },
  'waiver.requested': { group: 'gates', label: 'Somebody asks for a waiver', hint: 'Where you may decide on it.' },
  'waiver.decided': {
    group: 'gates',
    label: 'Your request for a waiver was decided',
    outside: 'A request for a waiver was decided',
    hint: 'Granted or refused, with the note that was left.',
  },
  'waiver.ending': { group: 'gates', label: 'A waiver ends soon', hint: 'Where you asked for it or own the asset.' },
  'waiver.ended': { group: 'gates', label: 'A waiver has ended', hint: 'Its time passed or it was revoked: the requirement holds again.' },
  'acceptance.requested': {
    group: 'risks',
    label: 'Somebody asks to accept a risk',
    hint: 'Where you may decide on it: not on a request of your own, nor for an asset or risk that you own.',
  },
  'acceptance.decided': {
    group: 'risks',
    label: 'Your request to accept a risk was decided',
    outside: 'A request to accept a risk was decided',
    hint: 'Granted or refused, with the note that was left.',
  },
  'acceptance.ending': {
    group: 'risks',
    label: 'A risk’s acceptance ends soon',
    hint: 'Two weeks before it ends, where you asked for it, own the risk or its asset, or decide on acceptances.',
  },
  'acceptance.ended': {
    group: 'risks',
    label: 'A risk’s acceptance has ended',
    hint: 'Its time passed or it was revoked: the risk is open again.',
  },
  'access.requested': {
    group: 'access',
    label: 'Somebody asks for access',
    hint: 'Where you may decide on it: as a lead of the team, or as an administrator.',
    needs: 'member.manage',
  },
  'access.decided': {
    group: 'access',
    label: 'Your request for access was decided',
    hint: 'Granted or refused, with the note that was left.',
    personal: true,
  },
  'invitation.accepted': {
    group: 'access',
    label: 'Somebody you invited has joined',
    hint: 'To whoever invited them.',
    needs: 'person.read',
    personal: true,
  },
  'membership.expiring': { group: 'access', label: 'A role of yours ends soon', hint: 'Three days before it ends.', personal: true },
  'membership.expired': {
    group: 'access',
    label: 'A role of yours has ended',
    hint: 'When a role that was given until a day goes by itself.',
    personal: true,
  },
  'session.new_browser': {
    group: 'access',
    label: 'Sign-in from a new browser',
    hint: 'When your account is used from a browser it was not used from before.',
    personal: true,
  },
  'webhook.disabled': {
    group: 'house',
    label: 'A webhook was switched off',
    hint: 'After days in which nothing got through, to whoever manages it.',
    needs: 'webhook.manage',
    personal: true,
  },
  'mail.failing': {
    group: 'house',
    label: 'Mail does not go out',
    hint: 'To administrators, when the mail server has not taken anything for a while.',
    needs: 'settings.manage',
    personal: true,
  },
} as const satisfies Record<string, Described>;

export type NoticeEvent = keyof typeof described;
export const noticeEvents = Object.keys(described) as NoticeEvent[];
/** Those whose text access writes for each reader; all others are told by higher domains, or with their text. */
export type AccessNotice =
  | 'invitation.accepted'
  | 'access.requested'
  | 'access.decided'
  | 'membership.expiring'
  | 'membership.expired'
  | 'session.new_browser';

export const noticeLabels: Record<NoticeEvent, Described> = described;

/** What an event is called where it is told to systems; one that is no more keeps its name. */
export function outsideWords(event: string): string {
  const known = noticeEvents.find((each) => each === event);
  return known ? (noticeLabels[known].outside ?? noticeLabels[known].label) : event;
}

/** What a webhook may be told of. */
export const webhookEvents = noticeEvents.filter((event) => !noticeLabels[event].personal);

/** How a group of events goes by mail. In the inbox it is in any case. */
export const mailModes = { now: 'By mail at once', digest: 'By mail, in the digest', off: 'Not by mail' } as const;
export type MailMode = keyof typeof mailModes;
export const mailModeNames = Object.keys(mailModes) as MailMode[];

/** When somebody's digest goes out: at a full hour of their zone, every day or on one weekday (1 is Monday). */
export type DigestChoice = { every: 'day' | 'week'; hour: number; weekday: number };
export const usualDigest: DigestChoice = { every: 'day', hour: 8, weekday: 1 };

/** A person's choices as they are kept; what is not said goes by mail at once. */
export type NoticeChoices = Partial<Record<NoticeEvent, boolean>> & {
  groups?: Partial<Record<NoticeGroup, MailMode>>;
  digest?: DigestChoice;
};

/** A mail about mail that does not go out would wait for the same server. */
const neverMailed: ReadonlySet<NoticeEvent> = new Set(['mail.failing']);

export function modeOf(choices: NoticeChoices, event: NoticeEvent): MailMode {
  if (neverMailed.has(event) || choices[event] === false) return 'off';
  return choices.groups?.[noticeLabels[event].group] ?? 'now';
}

export const wants = (choices: NoticeChoices, event: NoticeEvent): boolean => modeOf(choices, event) !== 'off';

/** The choices with some of them changed. */
export const withChoices = (standing: NoticeChoices, changed: NoticeChoices | undefined): NoticeChoices => ({
  ...standing,
  ...changed,
  ...(changed?.groups && { groups: { ...standing.groups, ...changed.groups } }),
});

/** When the next digest goes out, after a moment. */
export function nextDigest(after: Date, { every, hour, weekday }: DigestChoice, timeZone: string): Date {
  let day = dayOf(after.toISOString(), timeZone);
  for (;;) {
    const at = new Date(hourOf(day, hour, timeZone));
    if (at > after && (every === 'day' || weekdayOf(day) === weekday)) return at;
    day = addDays(day, 1);
  }
}

/** A mail's text: to whom, paragraphs, and where it comes from. */
export function formatMail(name: string, paragraphs: readonly string[], house: string): string {
  return [`Hello ${name},`, ...paragraphs, `Gatehouse · ${house}`].join('\n\n');
}
