/** For `*.db.test.ts` alone: a real SMTP server on loopback that keeps what it was sent, and may refuse. */
import { SMTPServer } from 'smtp-server';

export type Mailbox = { url: string; mails: string[]; refuse: (times: number) => void; close: () => Promise<void> };

/** Starts a server on a port of its own. Each mail is kept whole, headers and body, as it came over the wire, with quoted-printable undone. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: string[] = [];
  let refusals = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, callback) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1;
          return callback(Object.assign(new Error('try again later'), { responseCode: 451 }));
        }
        mails.push(plain(Buffer.concat(pieces).toString('utf8')));
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (times) => {
      refusals = times;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

/** Undoes quoted-printable, of UTF-8. */
function plain(mail: string): string {
  if (!/^content-transfer-encoding: quoted-printable/im.test(mail)) return mail;
  const bytes = mail.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
