/** For `*.db.test.ts` alone: what the server does of notices by itself, at once. */
import { owner } from '#lib/platform/testing.ts';
import { sendDueMails } from './mails/commands.ts';
import { tellFiled } from './telling/commands.ts';

/** Tells all that was filed, and sends the mails that are due. */
export async function tellAndMail(): Promise<void> {
  while ((await tellFiled()) > 0);
  await sendDueMails();
}

/** Forgets everything that was filed and planned, of all tests of this worker. */
export async function forgetNotices(): Promise<void> {
  await owner.query('DELETE FROM notifications');
  await owner.query('DELETE FROM notice_mails');
}
