import type { Metadata } from 'next';
import { connection } from 'next/server';
import { ResetScreen } from '#components/access/reset-screen.tsx';
import { mailIsSet } from '#lib/platform/mail.ts';

export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' };

export default async function ResetPage() {
  await connection();
  return <ResetScreen mailed={mailIsSet()} />;
}
