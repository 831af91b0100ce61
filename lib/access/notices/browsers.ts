/** Which kinds of browser an account was used from, so that a new one can be told of. */
import type { Change } from '#lib/platform/transact.ts';
import { describeBrowser } from '../sessions/rules.ts';
import { tell } from './commands.ts';

/** Notes within a sign-in from what it came, and tells the person where the account was not used from such a browser before. */
export async function noteBrowser(change: Change, userId: string, sessionId: string, userAgent: string | null): Promise<void> {
  const browser = describeBrowser(userAgent);
  const known = await change.tx.knownBrowser.findMany({ where: { userId }, select: { browser: true } });
  if (known.some((each) => each.browser === browser)) return;
  await change.tx.$executeRaw`INSERT INTO known_browsers (user_id, browser) VALUES (${userId}::uuid, ${browser}) ON CONFLICT DO NOTHING`;
  // The first is that of whoever took the invitation: there is nothing to compare it with.
  if (known.length > 0) await tell(change, { event: 'session.new_browser', userIds: [userId], ids: { sessionId } });
}
