import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmIdentity } from '#components/access/confirm-identity.tsx';
import { EnrolForm } from '#components/access/enrol-form.tsx';
import { Entrance } from '#components/access/entrance.tsx';
import { safePath } from '#lib/access/next-path.ts';
import { findActor } from '#lib/access/request.ts';

export const metadata: Metadata = { title: 'Add a second factor' };

export default async function EnrolPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { next } = await searchParams;
  const path = safePath(typeof next === 'string' ? next : null);
  const actor = await findActor();
  if (!actor) redirect('/sign-in');
  if (!actor.held) redirect(path);
  return (
    <Entrance title="Add a second factor" lead="Your organisation requires a second factor. You can continue once you have added one.">
      <EnrolForm next={path} />
      <ConfirmIdentity />
    </Entrance>
  );
}
