import { call } from '@orpc/server';
import type { Metadata } from 'next';
import { JoinScreen } from '#components/access/join-screen.tsx';
import { signInOperations } from '#lib/access/sso/procedures.ts';
import { newId } from '#lib/platform/identifiers.ts';

export const metadata: Metadata = { title: 'Join', referrer: 'no-referrer' };
// Which providers there are is asked at each visit, not when the page is built.
export const dynamic = 'force-dynamic';

/** Its link carries the token behind "#": the page itself knows nothing of it. */
export default async function JoinPage() {
  const context = { actor: null, requestId: newId(), address: null };
  return <JoinScreen {...(await call(signInOperations.providers, {}, { context }))} />;
}
