import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Entrance } from '#components/access/entrance.tsx';
import { SignOutForm } from '#components/access/sign-out-form.tsx';
import { findActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Sign out' };

export default async function SignOutPage() {
  const actor = await findActor();
  if (!actor) redirect('/sign-in');
  const fromHere = (await headers()).get('sec-fetch-site') === 'same-origin';
  return (
    <Entrance title="Sign out?" lead={`You are signed in as ${actor.name}.`}>
      <SignOutForm atOnce={fromHere} personId={actor.id} />
    </Entrance>
  );
}
