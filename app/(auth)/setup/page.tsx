import type { Metadata } from 'next';
import { Entrance } from '#components/access/entrance.tsx';
import { SetupForm } from '#components/access/setup-form.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { type LinkState, setupLinkState } from '#lib/access/setup/queries.ts';

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' };

const explained: Record<Exclude<LinkState, 'open'>, { title: string; lead: string }> = {
  used: { title: 'This link has been used', lead: 'The account it was for exists. Sign in with it.' },
  expired: {
    title: 'This link has expired',
    lead: 'It was valid for 24 hours. Start Gatehouse again: it prints a new one until there is an administrator.',
  },
  unknown: {
    title: 'This link does not work',
    lead: 'It is incomplete, or a later start of Gatehouse has replaced it. Use the one that the latest start printed.',
  },
};

export default async function SetupPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { token } = await searchParams;
  const state = typeof token === 'string' ? await setupLinkState(token) : 'unknown';
  if (state !== 'open' || typeof token !== 'string') {
    const { title, lead } = explained[state === 'open' ? 'unknown' : state];
    return (
      <Entrance title={title} lead={lead}>
        <LinkButton href="/sign-in" className="h-10! w-full">
          Go to sign-in
        </LinkButton>
      </Entrance>
    );
  }
  return (
    <Entrance
      title="Welcome to Gatehouse"
      lead="You are the first administrator: you will see and govern everything, and can let others in."
    >
      <SetupForm token={token} />
    </Entrance>
  );
}
