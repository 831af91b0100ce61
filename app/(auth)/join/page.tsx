import type { Metadata } from 'next';
import { JoinScreen } from '#components/access/join-screen.tsx';

export const metadata: Metadata = { title: 'Join', referrer: 'no-referrer' };

/** Its link carries the token behind "#": the page itself knows nothing of it. */
export default function JoinPage() {
  return <JoinScreen />;
}
