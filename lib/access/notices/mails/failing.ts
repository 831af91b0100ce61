/** Whether mail goes out, and word to whoever sets the house up where it does not. */
import { now } from '#lib/platform/clock.ts';
import { read } from '#lib/platform/database.ts';
import { mailIsSet } from '#lib/platform/mail.ts';
import { Prisma } from '#prisma/generated/client.ts';
import { houseScope } from '../../policy.ts';
import { notify } from '../commands.ts';
import { holdersOf } from '../holders.ts';
import { houseChange } from '../house.ts';

/** Milliseconds that a mail may wait after it was due before somebody is told. */
const tolerated = 15 * 60_000;

export type MailState = { waiting: number; since: string | null; error: string | null };

/** Mails that were tried and did not go out, since when, and what the server said last. */
export async function mailState(): Promise<MailState> {
  const [row] = await read(houseScope(null), (reader) =>
    reader.rows<{ waiting: number; since: Date | null; error: string | null }>(Prisma.sql`
      SELECT count(*)::int AS waiting, min(due_at) AS since, (array_agg(last_error ORDER BY next_at DESC))[1] AS error
      FROM notice_mails WHERE status = 'waiting' AND last_error IS NOT NULL`),
  );
  return { waiting: row?.waiting ?? 0, since: row?.since?.toISOString() ?? null, error: row?.error ?? null };
}

/** Tells administrators, once a day while it lasts, in the application alone: a mail would wait for the same server. */
export async function tellOfFailingMail(): Promise<void> {
  if (!mailIsSet()) return;
  const { waiting, since, error } = await mailState();
  if (since === null || now().getTime() - Date.parse(since) < tolerated) return;
  await houseChange(async (change) =>
    notify(change, {
      ...{
        event: 'mail.failing',
        key: now().toISOString().slice(0, 10),
        teamId: null,
        assetId: null,
        subject: { type: 'settings', id: null },
      },
      title: waiting === 1 ? 'A mail could not be sent' : `${waiting} mails could not be sent`,
      body: `The mail server has taken none of them for a while. It said: ${error ?? 'nothing'}\n\nThey are tried again, and go out once it takes them.`,
      ...{ href: '/settings/notifications', to: await holdersOf(change.tx, 'settings.manage', null) },
    }),
  );
}
