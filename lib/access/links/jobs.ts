import { env } from '#lib/platform/env.ts';
import type { Run } from '#lib/platform/jobs.ts';
import { sendMail } from '#lib/platform/mail.ts';
import { formatMail } from '../notices/rules.ts';
import { linkOf } from './commands.ts';
import { findOpenLink } from './queries.ts';
import type { LinkPurpose } from './rules.ts';

const texts: Record<LinkPurpose, { subject: string; lines: string[] }> = {
  invitation: {
    subject: 'Your invitation to Gatehouse',
    lines: ['You are invited to Gatehouse, where your organisation governs the security of its machine learning.', 'Join by this link:'],
  },
  password_reset: {
    subject: 'A new password for Gatehouse',
    lines: ['Somebody asked for a new password for your account: you, or an administrator for you. Choose it by this link:'],
  },
};

const ends: Record<LinkPurpose, string> = {
  invitation: 'If you did not expect this, leave it be: without you nothing comes of it.',
  password_reset: 'If you did not expect this, leave it be: your password stays as it is. Tell your administrator if it happens again.',
};

/** Mails a link to whom it is for. One that was used, replaced or ended meanwhile is not sent. */
export async function mailLink({ ids }: Run): Promise<void> {
  const linkId = ids['linkId'] ?? '';
  const link = await findOpenLink(linkId);
  if (!link) return;
  const { subject, lines } = texts[link.purpose];
  const until = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: link.person.timeZone });
  const text = formatMail(
    link.person.name,
    [
      ...lines,
      linkOf(link.purpose, linkId),
      `It works once, until ${until.format(link.expiresAt)} (${link.person.timeZone.replaceAll('_', ' ')}).`,
      ends[link.purpose],
    ],
    env().GATEHOUSE_URL,
  );
  await sendMail({ to: { name: link.person.name, address: link.person.email }, subject, text });
}
