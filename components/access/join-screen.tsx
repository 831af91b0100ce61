'use client';

import { ProviderButtons } from '#components/sso/provider-buttons.tsx';
import { SignInWays } from '#components/sso/sign-in-ways.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { SignInProvider } from '#lib/access/sso/schema.ts';
import { Entrance } from './entrance.tsx';
import { JoinForm } from './join-form.tsx';
import { useLinkToken } from './use-link-token.ts';

const explained = {
  none: { title: 'This link is incomplete', lead: 'Open it from the email, or copy all of it.' },
  ended: {
    title: 'This link no longer works',
    lead: 'It was used, replaced or cancelled. If you have already joined, sign in. Otherwise ask for a new one.',
  },
  expired: { title: 'This link has expired', lead: 'It was valid for 24 hours. Ask whoever invited you for a new one.' },
} as const;

export interface JoinScreenProps {
  /** By which the invitation can be taken instead of with a password. */
  providers: readonly SignInProvider[];
  /** Passwords are for administrators alone. */
  required: boolean;
}

/** Taking an invitation: whom it is for, and what they choose. */
export function JoinScreen({ providers, required }: JoinScreenProps) {
  const link = useLinkToken('invitation');
  if (link.state === 'looking')
    return (
      <Entrance title="Your invitation">
        <Skeleton className="h-40 w-full" />
      </Entrance>
    );
  if (link.state === 'open' && link.person)
    return (
      <Entrance title="Welcome to Gatehouse" lead={`You are joining as ${link.person.email}. Choose your name and a password.`}>
        <SignInWays
          refused={null}
          providers={providers.length > 0 && <ProviderButtons providers={providers} next="/" invitation={() => link.token} />}
          providersFirst={required}
        >
          <JoinForm token={link.token} person={link.person} />
        </SignInWays>
      </Entrance>
    );
  const { title, lead } =
    link.state === 'failed'
      ? { title: 'This link could not be checked', lead: link.message }
      : explained[link.state === 'open' ? 'ended' : link.state];
  return (
    <Entrance title={title} lead={lead}>
      <LinkButton href="/sign-in" className="h-10! w-full">
        Go to sign-in
      </LinkButton>
    </Entrance>
  );
}
