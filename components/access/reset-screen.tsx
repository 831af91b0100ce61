'use client';

import { useState } from 'react';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Entrance } from './entrance.tsx';
import { ForgottenForm } from './forgotten-form.tsx';
import { ResetForm } from './reset-form.tsx';
import { useLinkToken } from './use-link-token.ts';

const toSignIn = (
  <LinkButton href="/sign-in" className="h-10! w-full">
    Go to sign-in
  </LinkButton>
);

/** A new password in place of a lost one: with a link, choosing it; without, asking for one by mail where mail is set up. */
export function ResetScreen({ mailed }: { mailed: boolean }) {
  const link = useLinkToken('password_reset');
  const [done, setDone] = useState<'asked' | 'chosen' | null>(null);
  if (done === 'chosen')
    return (
      <Entrance title="Your password is changed" lead="You were signed out everywhere. Sign in with the new one.">
        {toSignIn}
      </Entrance>
    );
  if (done === 'asked')
    return (
      <Entrance
        title="Check your email"
        lead="If there is an account with this address, a link to choose a new password is on its way. It works once and expires after 24 hours."
      >
        {toSignIn}
      </Entrance>
    );
  if (link.state === 'looking')
    return (
      <Entrance title="A new password">
        <Skeleton className="h-32 w-full" />
      </Entrance>
    );
  if (link.state === 'open' && link.person)
    return (
      <Entrance title="Choose a new password" lead={`For ${link.person.email}. You are signed out everywhere when it is changed.`}>
        <ResetForm token={link.token} person={link.person} onDone={() => setDone('chosen')} />
      </Entrance>
    );
  if (link.state === 'none' && mailed)
    return (
      <Entrance title="Forgot your password?" lead="Enter your address. You will get a link to choose a new one.">
        <ForgottenForm onAsked={() => setDone('asked')} />
      </Entrance>
    );
  const ended =
    link.state === 'expired' ? 'This link has expired' : link.state === 'none' ? 'Ask an administrator' : 'This link no longer works';
  const lead =
    link.state === 'failed'
      ? link.message
      : link.state === 'none'
        ? 'Email is not set up here. An administrator can give you a link to choose a new password.'
        : 'It was used or replaced, or it has expired. Ask for a new one.';
  return (
    <Entrance title={link.state === 'failed' ? 'This link could not be checked' : ended} lead={lead}>
      {toSignIn}
    </Entrance>
  );
}
