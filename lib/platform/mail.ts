/** Mail that Gatehouse sends, over the SMTP server of GATEHOUSE_SMTP_URL. Sent from jobs alone, which try again: no request waits for a mail server. */
import { Readable } from 'node:stream';
import { createTransport, type Transporter } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { parseConnectionUrl } from 'nodemailer/lib/shared/index.js';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { env } from './env.ts';

/** Plain text, in lines as they shall stand. The subject is one line; anything else in it would be a header of its own. */
export type Mail = { to: { name: string; address: string }; subject: string; text: string };

const holder: { transport?: Transporter } = {};

/** Milliseconds. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Whether mail can be sent here at all: what an interface asks before it promises any. */
export const mailIsSet = (): boolean => env().GATEHOUSE_SMTP_URL !== undefined;

/** Whom mail is from. */
export const sender = (): string => env().GATEHOUSE_MAIL_FROM ?? `Gatehouse <gatehouse@${new URL(env().GATEHOUSE_URL).hostname}>`;

function transport(): Transporter {
  const url = env().GATEHOUSE_SMTP_URL;
  if (!url) throw new Error('GATEHOUSE_SMTP_URL is not set.');
  holder.transport ??= createTransport({ url, ...patience });
  return holder.transport;
}

const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

const messageOf = ({ to, subject, text }: Mail) => ({
  from: sender(),
  to: { name: oneLine(to.name), address: to.address },
  subject: oneLine(subject).slice(0, 200),
  text,
  // Nobody answers a machine, and no machine shall answer this one.
  headers: { 'Auto-Submitted': 'auto-generated' },
  disableFileAccess: true,
  disableUrlAccess: true,
});

/** Hands a mail to the server. @throws Error when the server cannot be reached or does not take it. */
export async function sendMail(mail: Mail): Promise<void> {
  await transport().sendMail(messageOf(mail));
}

/**
 * As sendMail, for what must not go twice though its sender may be killed at any moment. `handing` runs when the server waits for the last of the
 * text: until it is done, the server has no mail and drops what it has when the connection breaks; from then on the mail counts as sent.
 * @param id what the mail is known by for ever, also where it is sent again: its Message-ID is made of it
 * @throws Error when the server cannot be reached or does not take it, and whatever `handing` throws: then it was not sent
 */
export async function sendOnce(mail: Mail, id: string, handing: () => Promise<void>): Promise<void> {
  const { GATEHOUSE_SMTP_URL: url, GATEHOUSE_URL: house } = env();
  if (!url) throw new Error('GATEHOUSE_SMTP_URL is not set.');
  const composed = new MailComposer({ ...messageOf(mail), messageId: `<${id}@${new URL(house).hostname}>` }).compile();
  const bytes = await composed.build();
  const { auth, ...options } = parseConnectionUrl(url) as SMTPConnection.Options & { auth?: { user?: string; pass?: string } };
  const connection = new SMTPConnection({ ...options, ...patience });
  let broken = (_: Error): void => undefined;
  connection.on('error', (error: Error) => broken(error));
  connection.on('end', () => broken(new Error('The mail server closed the connection.')));
  const step = (work: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      broken = reject;
      work((error) => (error ? reject(error) : resolve()));
    });
  try {
    await step((done) => connection.connect(done));
    const { user = '', pass = '' } = auth ?? {};
    if (auth && (connection as { allowsAuth?: boolean }).allowsAuth)
      await step((done) => connection.login({ user, credentials: { user, pass } }, done));
    await step((done) => {
      const text = Readable.from(inTwo(bytes, handing));
      text.once('error', done);
      connection.send(composed.getEnvelope() as SMTPConnection.Envelope, text, done);
    });
    connection.quit();
  } finally {
    connection.close();
  }
}

/** All but the last of it, then, when `between` is done, the last. */
async function* inTwo(bytes: Buffer, between: () => Promise<void>): AsyncGenerator<Buffer> {
  const last = Math.max(0, bytes.length - 64);
  yield bytes.subarray(0, last);
  await between();
  yield bytes.subarray(last);
}

/** Whether a mail server said that this address will never take the mail: trying again is of no use. */
export const isRefusedForGood = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'EENVELOPE' &&
  'responseCode' in error &&
  typeof error.responseCode === 'number' &&
  error.responseCode >= 500;
