/** What people are told of by mail, and how it reads. Browser-safe. */

/** What happens to or around a person that they may want to hear of. Each is really sent, where mail is set up. */
export const noticeEvents = [
  'invitation.accepted',
  'access.requested',
  'access.decided',
  'membership.expiring',
  'membership.expired',
  'session.new_browser',
  'acceptance.requested',
  'acceptance.decided',
  'acceptance.ending',
  'acceptance.ended',
] as const;
export type NoticeEvent = (typeof noticeEvents)[number];
/** Those that higher domains tell and write; all others are access's own. */
export type AccessNotice = Exclude<NoticeEvent, `acceptance.${string}`>;

export const noticeLabels: Record<NoticeEvent, { label: string; hint: string }> = {
  'invitation.accepted': { label: 'Somebody you invited has joined', hint: 'To whoever invited them.' },
  'access.requested': {
    label: 'Somebody asks for access',
    hint: 'Where you may decide on it: as a lead of the team, or as an administrator.',
  },
  'access.decided': { label: 'Your request for access was decided', hint: 'Granted or refused, with the note that was left.' },
  'membership.expiring': { label: 'A role of yours ends soon', hint: 'Three days before it ends.' },
  'membership.expired': { label: 'A role of yours has ended', hint: 'When a role that was given until a day goes by itself.' },
  'session.new_browser': {
    label: 'Sign-in from a new browser',
    hint: 'When your account is used from a browser it was not used from before.',
  },
  'acceptance.requested': {
    label: 'Somebody asks to accept a risk',
    hint: 'Where you may decide on it: not on a request of your own, nor for an asset or risk that you own.',
  },
  'acceptance.decided': { label: 'Your request to accept a risk was decided', hint: 'Granted or refused, with the note that was left.' },
  'acceptance.ending': {
    label: 'A risk’s acceptance ends soon',
    hint: 'Two weeks before it ends, where you asked for it, own the risk or its asset, or decide on acceptances.',
  },
  'acceptance.ended': { label: 'A risk’s acceptance has ended', hint: 'Its time passed or it was revoked: the risk is open again.' },
};

/** A person's choices as they are kept; what is not said is on. */
export type NoticeChoices = Partial<Record<NoticeEvent, boolean>>;

export const wants = (choices: NoticeChoices, event: NoticeEvent): boolean => choices[event] ?? true;

/** A mail's text: to whom, paragraphs, and where it comes from. */
export function formatMail(name: string, paragraphs: readonly string[], house: string): string {
  return [`Hello ${name},`, ...paragraphs, `Gatehouse · ${house}`].join('\n\n');
}
