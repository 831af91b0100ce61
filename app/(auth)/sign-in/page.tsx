import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Entrance } from '#components/access/entrance.tsx';
import { SignInForm } from '#components/access/sign-in-form.tsx';
import { safePath } from '#lib/access/next-path.ts';
import { findActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { next, again } = await searchParams;
  const path = safePath(typeof next === 'string' ? next : null);
  // Signing in again is how somebody who has no other way gives a fresh proof.
  if (again !== '1' && (await findActor())) redirect(path);
  return (
    <Entrance title="Sign in to Gatehouse" lead={path === '/' ? undefined : 'Then you go on to the page you asked for.'}>
      <SignInForm next={path} />
    </Entrance>
  );
}
