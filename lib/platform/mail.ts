/** Mail that Gatehouse sends, over the SMTP server of GATEHOUSE_SMTP_URL. Sent from jobs alone, which try again: no request waits for a mail server. */
import { createTransport, type Transporter } from 'nodemailer';
import { env } from './env.ts';

/** Plain text, in lines as they shall stand. The subject is one line; anything else in it would be a header of its own. */
export type Mail = { to: { name: string; address: string }; subject: string; text: string };

const holder: { transport?: Transporter } = {};

/** Whether mail can be sent here at all: what an interface asks before it promises any. */
export const mailIsSet = (): boolean => env().GATEHOUSE_SMTP_URL !== undefined;

/** Whom mail is from. */
export const sender = (): string => env().GATEHOUSE_MAIL_FROM ?? `Gatehouse <gatehouse@${new URL(env().GATEHOUSE_URL).hostname}>`;

function transport(): Transporter {
  const url = env().GATEHOUSE_SMTP_URL;
  if (!url) throw new Error('GATEHOUSE_SMTP_URL is not set.');
  holder.transport ??= createTransport({ url, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
  return holder.transport;
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

/** Hands a mail to the server. @throws Error when the server cannot be reached or does not take it. */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  await transport().sendMail({
    from: sender(),
    to: { name: oneLine(to.name), address: to.address },
    subject: oneLine(subject).slice(0, 200),
    text,
    // Nobody answers a machine, and no machine shall answer this one.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
